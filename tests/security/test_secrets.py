"""Where secrets may not be, captured traffic and link previews."""

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from tests.chaos.tcp import Direction, TcpProxy
from tests.security.deployments import hub_browser, known
from tests.web.addresses import ROOT
from tests.web.conftest import Start
from tests.web.hub_service import MAY, Service, hub_api
from tests.web.server import Browser, MeetServer

PASSCODE: Final = "canary-passcode"
CHAT: Final = "canary-chat"

LogIn = Callable[[], Awaitable[Browser]]
Place = Callable[..., Any]


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


@asynccontextmanager
async def plain(start: Start, database: Path) -> AsyncIterator[tuple[MeetServer, LogIn]]:
    """A Jupyter server, and how Ada logs in there."""
    places = {"ServerApp": {"log_level": logging.DEBUG}, "Meet": {"database": str(database)}}
    async with start(**places) as server:
        yield server, server.log_in


@asynccontextmanager
async def service(_: Start, database: Path) -> AsyncIterator[tuple[MeetServer, LogIn]]:
    """A hub's service that lets guests in."""
    meet = {"database": str(database), "allow_guests": True}
    async with hub_api() as hub, Service(hub, database.parent, meet) as server:
        yield server, lambda: hub_browser(server, hub, known(hub, "ada", MAY))


PLACES: Final = pytest.mark.parametrize("place", [plain, service], ids=lambda place: place.__name__)


@PLACES
async def test_no_secret_is_in_a_request_line_a_header_the_log_or_the_database(
    place: Place, start: Start, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    capture, database = Capture(), tmp_path / "meet.sqlite3"
    async with place(start, database) as (server, log_in):
        caplog.set_level(logging.DEBUG)
        async with TcpProxy(server.port, tap=capture.tap) as proxy:
            server.port, server.origin = proxy.port, f"http://127.0.0.1:{proxy.port}"
            secrets = await journey(server, await log_in(), lambda id_: server.send("GET", ROOT + id_))
            stored = content(tmp_path, f"{database.name}*")
    heads, everything = capture.heads(), capture.everything().decode("latin-1")
    assert sum(head.startswith(("GET", "POST", "DELETE")) for head in heads) > 9
    assert sum(secret in everything for secret in secrets) > 6, (
        "they are where they belong: in bodies and messages"
    )
    assert not [head for head in heads for secret in secrets if secret in head]
    assert caplog.records
    assert not [record for record in caplog.records for secret in secrets if secret in record.getMessage()]
    assert b"Algebra" in stored
    assert not [secret for secret in secrets if secret.encode() in stored]


@PLACES
async def test_a_bot_that_previews_the_link_uses_no_invite_up(
    place: Place, start: Start, tmp_path: Path
) -> None:
    async with place(start, tmp_path / "meet.sqlite3") as (server, log_in):
        ada = await log_in()
        meeting = (await ada.call("POST", "meetings", {"title": "canary-title"})).json["meeting"]["id"]
        invite = (await ada.call("POST", f"meetings/{meeting}/invites", {"uses": 1})).json
        bot = {"User-Agent": "LinkPreview/1.0", "Accept": "text/html"}
        # Some ask for the head alone.
        for number, method in enumerate(["GET"] * 100 + ["HEAD"] * 20):
            # Some send the fragment along.
            address = f"{ROOT}{meeting}" + (f"%23invite={invite['secret']}" if number % 3 == 0 else "")
            answer = await server.send(method, address, headers=bot)
            assert answer.status == 200
            assert b"canary" not in answer.content
        (left,) = (await ada.call("GET", f"meetings/{meeting}/invites")).json["invites"]
        assert left["used"] == 0
        await server.join(await server.guest(meeting, invite=invite["secret"]))
