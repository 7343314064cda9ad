"""A meeting on a deployment, everybody whom the matrix knows, and what each of them shows with a request."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from tests.web.server import Browser, Client, MeetServer

EVIL: Final = "https://evil.example"
MADE_UP: Final = "s" * 43
ROOMY: Final = {"max_seats": 64}

LogIn = Callable[[str], Awaitable[Browser]]


@dataclass
class Shown:
    """What a caller sends: headers with every request, and secrets in the bodies that may hold some."""

    headers: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def foreign(self) -> "Shown":
        """The same, from a page of another web site."""
        return Shown({**self.headers, "Origin": EVIL}, self.secrets)

    def without(self, header: str) -> "Shown":
        """The same without a header."""
        return Shown({name: value for name, value in self.headers.items() if name != header}, self.secrets)

    def beside(self, **headers: str) -> "Shown":
        """The same with more headers."""
        return Shown(
            {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}},
            self.secrets,
        )


def by(browser: Browser) -> Shown:
    """All that a page of ours sends in somebody's browser."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    xsrf = browser.cookies["_xsrf"]
    return Shown({"Origin": browser.server.origin, "Cookie": cookies, "X-XSRFToken": xsrf})


def token(shown: str) -> Shown:
    """A program that shows a token."""
    return Shown({"Authorization": f"token {shown}"})


def secret(shown: str) -> Shown:
    """A kernel."""
    return Shown({"Authorization": f"notebook-meet {shown}"})


@dataclass
class Scene:
    """A meeting with a host, and what callers show; the keys are those of ``table.py``.

    Args:
        server: where it is.
        host: the host's browser.
        meeting: its id.
    """

    server: MeetServer
    host: Browser
    meeting: str
    callers: dict[str, Shown] = field(default_factory=dict)

    async def invite(self, **wish: object) -> tuple[str, str]:
        """An invite's id and secret."""
        answer = await self.host.call("POST", f"meetings/{self.meeting}/invites", wish)
        assert answer.status == 201, answer.content
        return answer.json["invite"]["id"], answer.json["secret"]

    def with_invite(self, invite: str) -> Shown:
        """Who shows an invite and has no login."""
        return Shown({"Origin": self.server.origin}, {"invite": invite})

    async def guest(self, invite: str) -> tuple[Client, dict[str, Any]]:
        """A guest comes in."""
        return await self.server.join(await self.server.guest(self.meeting, invite=invite))

    async def member(self, browser: Browser) -> tuple[Client, dict[str, Any]]:
        """Somebody with a login comes in."""
        return await self.server.join(await browser.call("POST", f"meetings/{self.meeting}/admissions", {}))


async def a_meeting(server: MeetServer, log_in: LogIn) -> Scene:
    """An empty meeting."""
    host = await log_in("host")
    made = await host.call("POST", "meetings", {"title": "matrix"})
    assert made.status == 201, made.content
    return Scene(server, host, made.json["meeting"]["id"])


async def with_strangers(scene: Scene) -> None:
    """Those who have nothing to show."""
    own = Shown({"Origin": scene.server.origin})
    scene.callers |= {
        **also_foreign("nobody", own),
        "a wrong token": token("wrong"),
        "a kernel with a wrong secret": secret(MADE_UP),
        "a made-up invite": scene.with_invite(MADE_UP),
        "a made-up resume token": Shown(own.headers, {"resume": MADE_UP}),
    }


def as_host(scene: Scene) -> dict[str, Shown]:
    """The host's browser."""
    host = by(scene.host)
    return {
        **also_foreign("the host", host),
        "the host, without the XSRF header": host.without("X-XSRFToken"),
    }


def also_foreign(name: str, shown: Shown) -> dict[str, Shown]:
    """A caller, and the same from a page of another web site."""
    return {name: shown, f"{name}, from another site": shown.foreign()}


async def with_invites(scene: Scene, monkeypatch: pytest.MonkeyPatch, host: Client) -> None:
    """Those who show an invite, in every state that it can be in."""
    own = {"Origin": scene.server.origin}
    _, good = await scene.invite(uses=50)
    _, back = await scene.guest(good)
    with monkeypatch.context() as past:
        past.setattr("notebook_meet_server.switchboard.SystemClock.wall", lambda _: time.time() - 3600)
        _, expired = await scene.invite(expires_in=60)
    revoked_id, revoked = await scene.invite()
    await scene.host.call("DELETE", f"meetings/{scene.meeting}/invites/{revoked_id}")
    _, used = await scene.invite(uses=1)
    await scene.guest(used)
    other = (await scene.host.call("POST", "meetings", {"title": "other"})).json["meeting"]["id"]
    elsewhere = (await scene.host.call("POST", f"meetings/{other}/invites", {})).json["secret"]
    _, put_out = await scene.invite(uses=9)
    _, out = await scene.guest(put_out)
    await host.say(type="remove", n=1, id=out["you"])
    await _until_left(host, out["you"])
    scene.callers |= {
        "an invited guest": scene.with_invite(good),
        "a guest who comes back": Shown(own, {"resume": back["resume"]}),
        "an expired invite": scene.with_invite(expired),
        "a revoked invite": scene.with_invite(revoked),
        "an invite that was used up": scene.with_invite(used),
        "another meeting's invite": scene.with_invite(elsewhere),
        "a removed guest": Shown(own, {"invite": put_out, "resume": out["resume"]}),
        "a removed guest's resume token": Shown(own, {"resume": out["resume"]}),
    }


async def with_roles(scene: Scene, log_in: LogIn, host: Client) -> None:
    """Those whom the host gave a role, or put out; the host's last message number so far is 1."""
    number = 1
    for name, role in (("a presenter", "presenter"), ("an observer", "observer"), ("somebody removed", "")):
        browser = await log_in(name)
        client, welcome = await scene.member(browser)
        number += 1
        if role:
            await host.say(type="role", n=number, id=welcome["you"], role=role)
            while (await client.hear("updated"))["participant"]["role"] != role:
                pass
        else:
            await host.say(type="remove", n=number, id=welcome["you"])
            await _until_left(host, welcome["you"])
        scene.callers[name] = by(browser)
    scene.callers |= as_host(scene)
    scene.callers["somebody with a login"] = by(await log_in("somebody"))


async def whole(scene: Scene, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody who is the same on every deployment that has meetings of its own."""
    host, _ = await scene.member(scene.host)
    await with_strangers(scene)
    await with_invites(scene, monkeypatch, host)
    await with_roles(scene, log_in, host)


async def _until_left(client: Client, participant: str) -> None:
    while (await client.hear("left"))["id"] != participant:
        pass
