"""Tokens of every kind, forged and replayed: none of them opens anything."""

import random
import string
from typing import Final

from tests.web.conftest import Start
from tests.web.server import Browser, Client, MeetServer

SEED: Final = 2026

LETTERS: Final = string.ascii_letters + string.digits + "-_"
EACH: Final = 50
"""Different forgeries for each of six kinds of token: 300 in all."""


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
        self._server, self._ada, self.meeting, self.good = server, ada, meeting, good

    async def accepted(self, kind: str, token: str) -> bool:
        """Whether it opens what a good one opens."""
        if kind in {"admission", "resume"}:
            client = await self.socket(kind, token)
            if client is not None:
                client.close()
            return client is not None
        if kind == "invite":
            return (await self._server.guest(self.meeting, invite=token)).status == 201
        if kind == "host_key":
            path = f"meetings/{self.meeting}/admissions"
            return (await self._ada.call("POST", path, {"host_key": token})).status == 201
        shown = f"notebook-meet {token}" if kind == "kernels' secret" else f"{_name(self._ada)}={token}"
        header = "Authorization" if kind == "kernels' secret" else "Cookie"
        latin = shown.replace("\u0430", "\xe0")
        return bool((await self._server.call("GET", "me", headers={header: latin})).json["logged_in"])

    async def socket(self, kind: str, token: str) -> Client | None:
        """The socket that an admission or a resume token opens; None when it is refused."""
        client = await self._server.connect()
        if kind == "admission":
            await client.say(type="hello", admission=token)
        else:
            await client.say(type="resume", token=token, seq=0, epoch="e")
        if (await client.hear())["type"] != "refused":
            return client
        client.close()
        return None


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


def forgeries(token: str, chance: random.Random) -> set[str]:
    """So many different ones."""
    found = set[str]()
    while len(found) < EACH:
        found.add(forged(token, chance))
    return found


async def test_of_300_forged_tokens_none_is_accepted(start: Start) -> None:
    chance = random.Random(SEED)
    async with start() as server:
        tokens = await good_tokens(server)
        tries = {kind: forgeries(token, chance) for kind, token in tokens.good.items()}
        assert len(set[str]().union(*tries.values())) >= 300
        taken = []
        for kind, made_up in tries.items():
            others = {other for kinds, other in tokens.good.items() if kinds != kind}
            taken += [(kind, one) for one in sorted(made_up | others) if await tokens.accepted(kind, one)]
        assert taken == []
        for kind in tokens.good.keys() - {"admission"}:
            assert await tokens.accepted(kind, tokens.good[kind]), f"the good {kind} is"


async def test_what_was_used_up_taken_back_or_given_up_opens_nothing_more(start: Start) -> None:
    """Each was good a moment before."""
    async with start() as server:
        tokens = await good_tokens(server)
        meeting, good = tokens.meeting, tokens.good
        once = (await server.invite(meeting, uses=1))["secret"]
        assert await tokens.accepted("invite", once)
        await server.join(await server.guest(meeting, invite=once))

        (many,) = [
            invite["id"]
            for invite in (await server.as_kernel("GET", f"meetings/{meeting}/invites")).json["invites"]
            if invite["uses"] > 1
        ]
        assert await tokens.accepted("invite", good["invite"])
        await server.as_kernel("DELETE", f"meetings/{meeting}/invites/{many}")

        assert await tokens.accepted("host_key", good["host_key"])
        grace = await server.log_in()
        path = f"meetings/{meeting}/admissions"
        _, welcome = await server.join(await grace.call("POST", path, {"host_key": good["host_key"]}))
        assert welcome["role"] == "host"

        client = await tokens.socket("resume", good["resume"])
        assert client is not None
        await client.say(type="leave", n=1)
        assert await client.closed() == 1000

        replayed = [
            ("invite", once),
            ("invite", good["invite"]),
            ("host_key", good["host_key"]),
            ("resume", good["resume"]),
            ("admission", good["admission"]),
        ]
        for _ in range(2):
            assert [one for one in replayed if await tokens.accepted(*one)] == []
