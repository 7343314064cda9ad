"""The deployments, each with a meeting, everybody whom the table knows, and its routes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.security import table
from tests.security.deployments import ALICES, hub_browser, known, own_server
from tests.security.scene import (
    MADE_UP,
    ROOMY,
    Scene,
    Shown,
    a_meeting,
    also_foreign,
    as_host,
    by,
    secret,
    token,
    whole,
    with_strangers,
)
from tests.web.conftest import Start
from tests.web.hub_service import MAY, HubApi, Service, hub_api
from tests.web.server import Browser, MeetServer


@dataclass
class Populated:
    """A deployment with its scene, its callers' table, and its routes."""

    scene: Scene
    callers: dict[str, table.Caller]
    routes: table.Routes
    hub: HubApi | None = None
    """The hub to whose login the deployment's own pages lead."""


@asynccontextmanager
async def plain(start: Start, monkeypatch: pytest.MonkeyPatch, folder: Path) -> AsyncIterator[Populated]:
    async with start(Meet=ROOMY) as server:
        scene = await a_meeting(server, lambda _: server.log_in())
        await whole(scene, lambda _: server.log_in(), monkeypatch)
        scene.callers |= {
            **also_foreign("a token", token(server.token)),
            **also_foreign("a kernel", secret(server.secret)),
            "a hub's token": token(MADE_UP),
        }
        yield Populated(scene, table.PLAIN, table.OF_MEETINGS)


def on_hub(server: MeetServer, hub: HubApi, *scopes: str) -> Callable[[str], Awaitable[Browser]]:
    """A login: everybody is a user of the hub with these scopes."""

    async def log_in(name: str) -> Browser:
        return await hub_browser(server, hub, known(hub, name.replace(" ", "-"), *scopes))

    return log_in


async def with_hub_callers(scene: Scene, hub: HubApi, *scopes: str) -> None:
    """Those who come by the hub."""
    log_in = on_hub(scene.server, hub, *scopes)
    gone = by(await log_in("gone"))
    hub.tokens.pop("token-of-gone")
    scene.callers |= {
        **also_foreign("a token", token(known(hub, "program", *scopes))),
        # What fetch() sends from a page beside ours, with a token that this page's own login was given.
        "a page of another user's server": by(scene.host).beside(
            Sec_Fetch_Mode="cors", X_XSRFToken=_xsrf(await log_in("other"))
        ),
        "an expired token": token("token-of-gone"),
        "a login that has expired": gone,
        "a kernel's secret of a plain server": secret(MADE_UP),
    }
    forget_answers(scene.server)


def _xsrf(browser: Browser) -> str:
    return browser.cookies["_xsrf"]


def forget_answers(server: MeetServer) -> None:
    """What the hub said some seconds ago holds no more."""
    client = (
        server.site.authenticator._auth
        if isinstance(server, Service)
        else server.app.identity_provider.hub_auth
    )  # type: ignore[attr-defined]
    client.cache.clear()


@asynccontextmanager
async def service(_start: Start, monkeypatch: pytest.MonkeyPatch, folder: Path) -> AsyncIterator[Populated]:
    async with hub_api() as hub, Service(hub, folder, {**ROOMY, "allow_guests": True}) as server:
        log_in = on_hub(server, hub, MAY)
        scene = await a_meeting(server, log_in)
        await whole(scene, log_in, monkeypatch)
        demoted = by(await log_in("demoted"))
        known(hub, "demoted", "self")
        outsider, robot = known(hub, "outsider", ALICES), known(hub, "robot", MAY)
        hub.tokens[robot]["kind"] = "service"
        scene.callers |= {
            "whose role was taken away": demoted,
            "without the scope": by(await hub_browser(server, hub, outsider)),
            "without the scope, by token": token(outsider),
            "another service of the hub": token(robot),
        }
        await with_hub_callers(scene, hub, MAY)
        yield Populated(scene, table.SERVICE, table.OF_SERVICE, hub)


@asynccontextmanager
async def closed_service(
    _start: Start, _monkeypatch: pytest.MonkeyPatch, folder: Path
) -> AsyncIterator[Populated]:
    """As it is unless the administrator decides otherwise: no guests."""
    async with hub_api() as hub, Service(hub, folder) as server:
        log_in = on_hub(server, hub, MAY)
        scene = await a_meeting(server, log_in)
        await with_strangers(scene)
        guest, somebody = scene.with_invite((await scene.invite())[1]), by(await log_in("somebody"))
        scene.callers |= {
            **as_host(scene),
            "an invited guest": guest,
            "somebody with a login": somebody,
            "somebody with a login, invited": Shown(somebody.headers, guest.secrets),
        }
        yield Populated(scene, table.CLOSED_SERVICE, table.OF_SERVICE, hub)


@asynccontextmanager
async def own_alone(start: Start, monkeypatch: pytest.MonkeyPatch, folder: Path) -> AsyncIterator[Populated]:
    async with hub_api() as hub, own_server(monkeypatch, start, hub, None, Meet=ROOMY) as server:
        log_in = on_hub(server, hub, ALICES)
        scene = await a_meeting(server, log_in)
        await whole(scene, log_in, monkeypatch)
        outsider = token(known(hub, "outsider", MAY))
        invited = scene.callers["an invited guest"].secrets
        scene.callers |= {
            **also_foreign("a kernel", secret(server.secret)),
            "a user of another server": outsider,
            "a user of another server, invited": Shown(outsider.headers, invited),
        }
        await with_hub_callers(scene, hub, ALICES)
        yield Populated(scene, table.OWN_ALONE, table.OF_MEETINGS)


@asynccontextmanager
async def own_beside_service(
    start: Start, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> AsyncIterator[Populated]:
    async with (
        hub_api() as hub,
        Service(hub, folder) as behind,
        own_server(monkeypatch, start, hub, behind) as server,
    ):
        alice = known(hub, "alice", ALICES, MAY)

        async def log_in(_name: str) -> Browser:
            return await hub_browser(server, hub, alice)

        scene = await a_meeting(server, log_in)
        await with_strangers(scene)
        await with_hub_callers(scene, hub, ALICES, MAY)
        colleague = known(hub, "colleague", ALICES, MAY)
        scene.callers |= {
            **as_host(scene),
            **also_foreign("a kernel", secret(server.secret)),
            **also_foreign("a token", token(alice)),
            "an invited guest": scene.with_invite((await scene.invite(uses=50))[1]),
            "a colleague with access to the server": by(await hub_browser(server, hub, colleague)),
            "a user of another server": token(known(hub, "outsider", MAY)),
        }
        yield Populated(scene, table.OWN_BESIDE_SERVICE, table.OF_RELAY)


DEPLOYMENTS: Final = {
    "a plain server": plain,
    "a hub's service": service,
    "a hub's service without guests": closed_service,
    "an own server on a hub": own_alone,
    "an own server beside a hub's service": own_beside_service,
}
