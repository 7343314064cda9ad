"""Every message, from everybody who can have a socket: it does something where the table says so, and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest

from notebook_meet.wire.messages import CLIENT_MESSAGES
from tests.rules.test_access import COLUMNS, ROWS
from tests.security.deployments import ALICES, own_server
from tests.security.populated import on_hub
from tests.security.scene import MADE_UP, LogIn
from tests.web.conftest import Start
from tests.web.hub_service import MAY, Service, hub_api
from tests.web.server import Browser, Client, MeetServer, signal

STANDINGS: Final = ("host", "presenter", "attendee", "observer", "kernel", "waiting", "unadmitted")
NOT_FOR_KERNELS: Final = frozenset({"state", "media", "screen", "ticket", "hand", "reaction"})
"""What a listening kernel cannot do, whatever its owner may."""
UNNUMBERED: Final = frozenset({"hello", "resume", "ping"})
ENDING: Final = frozenset({"leave", "end"})
DISTURBING: Final = ENDING | {
    "hello",
    "resume",
    "remove",
    "role",
    "hand_over",
    "lock",
    "waiting_room",
    "admit",
    "deny",
}
"""After one of these that did something the meeting is another, and the next message gets a new one."""


def expected(standing: str, action: str) -> bool:
    """Whether the table has a mark; a kernel of the host has the host's, but for a few."""
    if standing == "kernel":
        return ROWS[action][COLUMNS.index("host")] == "x" and action not in NOT_FOR_KERNELS
    return ROWS[action][COLUMNS.index(standing)] == "x"


@dataclass
class Call:
    """A meeting: its host, Grace, and the one who acts.

    Args:
        meeting: its id.
        host: connected; so is the actor.
        grace: her participant id.
        welcome: of a participation of the actor's, if there is one.
        knocker: the id of somebody who waits; "" until there is one.
        over: whether the server has closed the actor's socket.
    """

    meeting: str
    host: Client
    actor: Client
    grace: str
    welcome: dict[str, Any]
    knocker: str = ""
    over: bool = False


@dataclass
class House:
    """A deployment with people who are logged in to it."""

    server: MeetServer
    people: dict[str, Browser]

    @classmethod
    async def of(cls, server: MeetServer, log_in: LogIn) -> "House":
        return cls(server, {name: await log_in(name) for name in ("host", "actor", "grace", "knocker")})

    async def admission(self, who: str, meeting: str, **wish: object) -> Any:
        return await self.people[who].call("POST", f"meetings/{meeting}/admissions", wish)

    async def call(self, standing: str) -> Call:
        """A new meeting with a waiting room, in which the actor stands like this."""
        made = await self.people["host"].call("POST", "meetings", {"title": "matrix"})
        meeting = made.json["meeting"]["id"]
        host, _ = await self.server.join(await self.admission("host", meeting))
        _, grace = await self.server.join(await self.admission("grace", meeting))
        actor, welcome = host, {}
        if standing != "waiting":
            actor, welcome = await self._actor(standing, meeting, host)
        await host.say(type="waiting_room", n=2, on=True)
        await host.hear("meeting")
        if standing == "waiting":
            actor = await self._wait("actor", meeting)
            await host.hear("knock")
        return Call(meeting, host, actor, grace["you"], welcome)

    async def again(self, call: Call, standing: str) -> Call:
        """The same meeting where the actor only lost a socket that it had no part in the meeting with; else a new one."""
        if standing == "unadmitted":
            return replace(call, actor=await self.server.connect(), over=False)
        if standing == "waiting":
            return replace(call, actor=await self._wait("actor", call.meeting), over=False)
        return await self.call(standing)

    async def knock(self, call: Call) -> None:
        """Somebody waits."""
        if not call.knocker:
            await self._wait("knocker", call.meeting)
            while (heard := (await call.host.hear("knock"))["person"])["name"] != "knocker":
                pass
            call.knocker = heard["id"]

    async def _actor(self, standing: str, meeting: str, host: Client) -> tuple[Client, dict[str, Any]]:
        if standing in {"host", "kernel"}:
            kind = "kernel" if standing == "kernel" else "browser"
            return await self.server.join(await self.admission("host", meeting, kind=kind))
        actor, welcome = await self.server.join(await self.admission("actor", meeting))
        if standing in {"presenter", "observer"}:
            await host.say(type="role", n=1, id=welcome["you"], role=standing)
            while (await actor.hear("updated"))["participant"]["role"] != standing:
                pass
        return (await self.server.connect(), welcome) if standing == "unadmitted" else (actor, welcome)

    async def _wait(self, who: str, meeting: str) -> Client:
        client = await self.server.connect()
        await client.say(
            type="hello", admission=(await self.admission(who, meeting, name=who)).json["admission"]
        )
        await client.hear("waiting")
        return client


def message(action: str, call: Call, admission: str = MADE_UP) -> dict[str, Any]:
    """A message that asks for an action, and that nothing but the sender's standing speaks against."""
    grace, devices = {"id": call.grace}, {"microphone": False, "camera": False}
    fields: dict[str, dict[str, Any]] = {
        "hello": {"admission": admission},
        "resume": {
            "token": call.welcome.get("resume", MADE_UP),
            "seq": 0,
            "epoch": call.welcome.get("epoch", "e"),
        },
        "ping": {"seq": 0},
        "state": devices,
        "media": {"type": "state", **devices, "microphone": True},
        "screen": {"type": "state", **devices, "screen": True},
        "ticket": {"to": call.grace, "signal": signal(1)},
        "claim": {"host_key": MADE_UP},
        "chat": {"text": "hello"},
        "hand": {"raised": True},
        "lower": grace,
        "reaction": {"reaction": "heart"},
        "leave": {},
        "end": {},
        "mute": grace,
        "mute_all": {},
        "hold": {**grace, "on": True},
        "remove": grace,
        "role": {**grace, "role": "observer"},
        "hand_over": grace,
        "lock": {"on": True},
        "spotlight": grace,
        "waiting_room": {"on": False},
        "admit": {"id": call.knocker},
        "deny": {"id": call.knocker},
    }
    return {"type": action, **fields[action]}


ACTIONS: Final = sorted({str(kind.__struct_config__.tag) for kind in CLIENT_MESSAGES} | {"media", "screen"})


async def outcome(house: House, call: Call, action: str, number: int) -> str:
    """``yes``, or the code of the refusal. A wrong host key is looked at only if its sender may show one."""
    if action in {"admit", "deny"}:
        await house.knock(call)
    admission = (
        (await house.admission("actor", call.meeting)).json["admission"] if action == "hello" else MADE_UP
    )
    said = message(action, call, admission)
    await call.actor.say(**said, **({} if action in UNNUMBERED else {"n": number}))
    if action not in UNNUMBERED:
        await call.actor.say(type="ping", seq=0)
    code = await _answer(call)
    return "yes" if code == "host_key_invalid" or (code == "closed" and action in ENDING) else code


async def _answer(call: Call) -> str:
    """How a message was answered, up to the pong that follows."""
    code = "yes"
    try:
        while True:
            heard = await call.actor.hear()
            if heard["type"] in {"error", "refused"}:
                code, call.over = str(heard["code"]), heard["type"] == "refused"
            if call.over or heard["type"] in {"pong", "welcome", "resumed"}:
                return code
    except EOFError:
        call.over = True
        return "closed"


@asynccontextmanager
async def plain(start: Start, _monkeypatch: pytest.MonkeyPatch, _folder: Path) -> AsyncIterator[House]:
    async with start() as server:
        yield await House.of(server, lambda _: server.log_in())


@asynccontextmanager
async def service(_start: Start, _monkeypatch: pytest.MonkeyPatch, folder: Path) -> AsyncIterator[House]:
    async with hub_api() as hub, Service(hub, folder) as server:
        yield await House.of(server, on_hub(server, hub, MAY))


@asynccontextmanager
async def own_alone(start: Start, monkeypatch: pytest.MonkeyPatch, _folder: Path) -> AsyncIterator[House]:
    async with hub_api() as hub, own_server(monkeypatch, start, hub, None) as server:
        yield await House.of(server, on_hub(server, hub, ALICES))


@pytest.mark.parametrize(
    ("deployment", "unauthenticated"),
    [
        pytest.param(plain, "true", id="a plain server"),
        pytest.param(plain, "false", id="a plain server, strict", marks=pytest.mark.soak),
        pytest.param(service, "true", id="a hub's service"),
        pytest.param(own_alone, "true", id="an own server on a hub", marks=pytest.mark.soak),
        pytest.param(own_alone, "false", id="an own server on a hub, strict"),
    ],
)
async def test_a_message_does_what_the_table_says(
    deployment: Any, unauthenticated: str, start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS", unauthenticated)
    async with deployment(start, monkeypatch, tmp_path) as house:
        wrong = [one for standing in STANDINGS for one in await differences(house, standing)]
    assert not wrong, "\n".join(map(str, wrong))


async def differences(house: House, standing: str) -> list[tuple[str, str, bool, str]]:
    """Messages that do something where the table has no mark, or nothing where it has one."""
    call, found = await house.call(standing), []
    # The numbers go on above those of the preparations.
    for number, action in enumerate(
        sorted(ACTIONS, key=lambda action: (expected(standing, action), action in DISTURBING)), 10
    ):
        said = await outcome(house, call, action, number)
        if (said == "yes") != expected(standing, action):
            found.append((standing, action, expected(standing, action), said))
        if call.over or (said == "yes" and action in DISTURBING):
            call = await house.again(call, standing)
    return found


def test_every_message_is_tried() -> None:
    call = Call("", None, None, "", {})  # type: ignore[arg-type]
    assert {message(action, call)["type"] for action in ACTIONS} == {
        str(kind.__struct_config__.tag) for kind in CLIENT_MESSAGES
    }
