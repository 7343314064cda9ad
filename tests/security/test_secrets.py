"""Where secrets may not be, and what is no secret of ours: captured traffic, link previews, forged and replayed tokens."""

import logging
import random
import string
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest

from tests.chaos.tcp import Direction, TcpProxy
from tests.web.addresses import ROOT
from tests.web.conftest import Start
from tests.web.server import Browser, MeetServer

PASSCODE: Final = "canary-passcode"
CHAT: Final = "canary-chat"
SEED: Final = 2026


# --- a journey, captured -------------------------------------------------------------------------------------------


class Capture:
    """Everything that went over the line, by connection and direction."""

    def __init__(self) -> None:
        self._streams: dict[tuple[int, Direction], bytearray] = defaultdict(bytearray)

    def tap(self, connection: int, direction: Direction, data: bytes) -> None:
        self._streams[connection, direction] += data

    def heads(self) -> list[str]:
        """Request lines, status lines and headers, without the bodies and what follows an upgrade."""
        return [head for stream in self._streams.values() for head in _heads(bytes(stream))]

    def everything(self) -> bytes:
        return b"".join(self._streams.values())


def content(folder: Path, names: str) -> bytes:
    """All that files hold."""
    return b"".join(file.read_bytes() for file in folder.glob(names))


def _heads(stream: bytes) -> list[str]:
    found = []
    while b"\r\n\r\n" in stream:
        head, _, stream = stream.partition(b"\r\n\r\n")
        found.append(head.decode("latin-1"))
        lines = dict(line.lower().split(": ", 1) for line in found[-1].split("\r\n")[1:])
        if lines.get("upgrade") == "websocket":
            break
        stream = stream[int(lines.get("content-length", 0)) :]
    return found


async def journey(server: MeetServer, ada: Browser, link: Callable[[str], Awaitable[Any]]) -> set[str]:
    """Ada creates, joins and invites; a guest opens the link, comes in, writes and leaves; the invite is revoked. All secrets."""
    made = (await ada.call("POST", "meetings", {"title": "Algebra", "passcode": PASSCODE})).json
    meeting = made["meeting"]["id"]
    own = await ada.call("POST", f"meetings/{meeting}/admissions", {"host_key": made["host_key"]})
    host, hers = await server.join(own)
    invite = (await ada.call("POST", f"meetings/{meeting}/invites", {"uses": 2})).json
    await link(meeting)
    shown = {"invite": invite["secret"]}
    await server.call("POST", f"meetings/{meeting}/preview", shown, {"Origin": server.origin})
    admission = await server.guest(meeting, **shown)
    guest, welcome = await server.join(admission)
    await guest.say(type="chat", n=1, text=CHAT)
    assert (await host.hear("chat"))["message"]["text"] == CHAT
    await guest.say(type="leave", n=2)
    assert (await host.hear("left"))["id"] == welcome["you"]
    assert await guest.closed() == 1000
    again = await server.guest(meeting, **shown)
    guest, back = await server.join(again)
    await ada.call("DELETE", f"meetings/{meeting}/invites/{invite['invite']['id']}")
    assert await guest.closed() == 4403, "revoking an invite closes the sockets of its guests"
    await host.say(type="leave", n=1)
    assert await host.closed() == 1000
    admissions = {answer.json["admission"] for answer in (own, admission, again)}
    resumes = {one["resume"] for one in (hers, welcome, back)}
    return {invite["secret"], made["host_key"], PASSCODE, CHAT, *admissions, *resumes}


async def test_no_secret_is_in_a_request_line_a_header_the_log_or_the_database(
    start: Start, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    capture, database = Capture(), tmp_path / "meet.sqlite3"
    places = {"ServerApp": {"log_level": logging.DEBUG}, "Meet": {"database": str(database)}}
    async with start(**places) as server:
        caplog.set_level(logging.DEBUG)
        async with TcpProxy(server.port, tap=capture.tap) as proxy:
            server.port, server.origin = proxy.port, f"http://127.0.0.1:{proxy.port}"
            ada = await server.log_in()
            secrets = await journey(server, ada, lambda meeting: server.send("GET", ROOT + meeting))
            stored = content(tmp_path, f"{database.name}*")
    heads, everything = capture.heads(), capture.everything().decode("latin-1")
    assert sum(head.startswith(("GET", "POST", "DELETE")) for head in heads) > 9
    assert sum(secret in everything for secret in secrets) > 6, (
        "they are where they belong: in bodies and messages"
    )
    assert not [head for head in heads for secret in secrets if secret in head]
    assert not [record for record in caplog.records for secret in secrets if secret in record.getMessage()]
    assert b"Algebra" in stored
    assert not [secret for secret in secrets if secret.encode() in stored]


async def test_a_bot_that_previews_the_link_uses_no_invite_up(start: Start) -> None:
    async with start() as server:
        ada = await server.log_in()
        meeting = (await ada.call("POST", "meetings", {"title": "canary-title"})).json["meeting"]["id"]
        invite = (await ada.call("POST", f"meetings/{meeting}/invites", {"uses": 1})).json
        bot = {"User-Agent": "LinkPreview/1.0", "Accept": "text/html"}
        for number in range(100):
            # Some send the fragment along, some ask for the head alone.
            address = f"{ROOT}{meeting}" + (f"%23invite={invite['secret']}" if number % 3 == 0 else "")
            answer = await server.send("HEAD" if number % 5 == 0 else "GET", address, headers=bot)
            assert answer.status == 200
            assert b"canary" not in answer.content
        (left,) = (await ada.call("GET", f"meetings/{meeting}/invites")).json["invites"]
        assert left["used"] == 0
        await server.join(await server.guest(meeting, invite=invite["secret"]))


# --- forged and replayed -------------------------------------------------------------------------------------------

LETTERS: Final = string.ascii_letters + string.digits + "-_"
EACH: Final = 50
"""Tries for each of six kinds of token: 300 in all."""


def forged(token: str, chance: random.Random) -> str:
    """A token that looks like this one and is none."""
    at = chance.randrange(len(token))
    other = chance.choice([letter for letter in LETTERS if letter != token[at]])
    ways = (
        token[:at] + other + token[at + 1 :],
        token[:at] + token[at + 1 :] + other,
        token[:at] + token[at + 1 :],
        token + other,
        token.swapcase(),
        token[::-1],
        token[:at] + "\u0430" + token[at + 1 :],
        f"{token}=",
        "".join(chance.choices(LETTERS, k=len(token))),
    )
    return chance.choice([way for way in ways if way != token])


class Tokens:
    """One good token of each kind, and how it is tried.

    Args:
        server: where they are good.
        ada: a browser that is logged in, and no host.
        meeting: that they are good for.
        good: the tokens, by kind.
    """

    def __init__(self, server: MeetServer, ada: Browser, meeting: str, good: dict[str, str]) -> None:
        self._server, self._ada, self._meeting, self.good = server, ada, meeting, good

    async def accepted(self, kind: str, token: str) -> bool:
        """Whether it opens what a good one opens."""
        if kind in {"admission", "resume"}:
            return await self._socket(kind, token)
        if kind == "invite":
            return (await self._server.guest(self._meeting, invite=token)).status == 201
        if kind == "host_key":
            path = f"meetings/{self._meeting}/admissions"
            return (await self._ada.call("POST", path, {"host_key": token})).status == 201
        shown = f"notebook-meet {token}" if kind == "kernels' secret" else f"{_name(self._ada)}={token}"
        header = "Authorization" if kind == "kernels' secret" else "Cookie"
        latin = shown.replace("\u0430", "\xe0")
        return bool((await self._server.call("GET", "me", headers={header: latin})).json["logged_in"])

    async def _socket(self, kind: str, token: str) -> bool:
        client = await self._server.connect()
        if kind == "admission":
            await client.say(type="hello", admission=token)
        else:
            await client.say(type="resume", token=token, seq=0, epoch="e")
        heard = await client.hear()
        client.close()
        return bool(heard["type"] != "refused")


def _name(browser: Browser) -> str:
    (name,) = (name for name in browser.cookies if name.startswith("username-"))
    return name


async def good_tokens(server: MeetServer) -> Tokens:
    ada = await server.log_in()
    meeting = await server.meeting()
    path = f"meetings/{meeting['id']}/admissions"
    used = await ada.call("POST", path, {})
    _, welcome = await server.join(used)
    invite = (await server.invite(meeting["id"], uses=100))["secret"]
    return Tokens(
        server,
        ada,
        meeting["id"],
        {
            "admission": used.json["admission"],
            "resume": welcome["resume"],
            "invite": invite,
            "host_key": meeting["host_key"],
            "kernels' secret": server.secret,
            "login cookie": ada.cookies[_name(ada)],
        },
    )


async def test_of_300_forged_and_replayed_tokens_none_is_accepted(start: Start) -> None:
    chance = random.Random(SEED)
    async with start() as server:
        tokens = await good_tokens(server)
        assert not await tokens.accepted("admission", tokens.good["admission"]), "it was used before"
        taken = []
        for kind, token in tokens.good.items():
            tries = [forged(token, chance) for _ in range(EACH - len(tokens.good))]
            # Tokens of the other kinds, and this admission once more.
            tries += [other for other in tokens.good.values() if other != token or kind == "admission"]
            taken += [(kind, one) for one in tries if await tokens.accepted(kind, one)]
        assert taken == []
        for kind in tokens.good.keys() - {"admission"}:
            assert await tokens.accepted(kind, tokens.good[kind]), f"the good {kind} is"
