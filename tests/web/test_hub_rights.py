"""Rights on a hub outlive neither the hub's word nor a restart of the service."""

import asyncio
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from notebook_meet_server.rechecks import AT_ONCE, Rechecks
from notebook_meet_server.rules.refused import Refused
from tests.web.hub_service import MAY, SERVICE_TOKEN, Service, hub_api
from tests.web.server import Client


async def no_pause(_seconds: float) -> None:
    """The grace is over."""


def rechecks(service: Service, sleep: Any = no_pause) -> Rechecks:
    login: Any = service.site.authenticator
    return Rechecks(login, service.site.switchboard, 25.0, sleep)


async def made(service: Service, right: dict[str, str], **wish: object) -> tuple[str, Client, dict[str, Any]]:
    """A meeting that this person made and is in: its id, the socket and the welcome."""
    answer = await service.call("POST", "meetings", {"title": "Algebra", **wish}, right)
    meeting: str = answer.json["meeting"]["id"]
    return meeting, *await joined(service, meeting, right)


async def joined(service: Service, meeting: str, right: dict[str, str]) -> tuple[Client, dict[str, Any]]:
    answer = await service.call("POST", f"meetings/{meeting}/admissions", {"name": "x"}, right)
    return await service.join(answer)


async def resumed(service: Service, welcome: dict[str, Any]) -> Client:
    socket = await service.connect()
    await socket.say(type="resume", token=welcome["resume"], seq=0, epoch="of the life before")
    assert (await socket.hear("welcome"))["you"] == welcome["you"]
    return socket


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


async def test_whose_right_is_gone_is_put_out_and_nobody_else(folder: Path) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        ada, grace = hub.knows("a", "ada", MAY), hub.knows("g", "grace", MAY)
        meeting, _, _ = await made(service, ada)
        socket, _ = await joined(service, meeting, grace)
        await rechecks(service).round()
        hub.knows("g", "grace", "self")
        await rechecks(service).round()
        assert (await socket.hear("refused"))["code"] == "hub_not_allowed"
        assert await socket.closed() == 4403
        assert set(service.site.switchboard.who()[meeting]) == {"user:ada"}


async def test_who_waits_at_the_door_is_put_out_like_who_is_in(folder: Path) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        ada, grace = hub.knows("a", "ada", MAY), hub.knows("g", "grace", MAY)
        meeting, host, _ = await made(service, ada, waiting_room=True)
        answer = await service.call("POST", f"meetings/{meeting}/admissions", {"name": "x"}, grace)
        socket = await service.connect()
        await socket.say(type="hello", admission=answer.json["admission"])
        await socket.hear("waiting")
        knock = await host.hear("knock")
        await rechecks(service).round()
        hub.knows("g", "grace", "self")
        await rechecks(service).round()
        assert (await socket.hear("refused"))["code"] == "hub_not_allowed"
        assert await socket.closed() == 4403
        assert (await host.hear("knock_over"))["id"] == knock["person"]["id"]


async def test_what_the_hub_said_of_a_login_does_not_hold_for_a_minute(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        ada = hub.knows("a", "ada", MAY)
        assert (await service.call("GET", "meetings", headers=ada)).status == 200
        hub.knows("a", "ada", "self")
        later = SimpleNamespace(monotonic=lambda: time.monotonic() + 60)
        monkeypatch.setattr("jupyterhub.services.auth.time", later)  # the clock of what is remembered there
        assert (await service.call("GET", "meetings", headers=ada)).code == "hub_not_allowed"


async def test_the_hub_is_asked_about_many_at_a_time_and_not_about_all(folder: Path) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        for number in range(AT_ONCE + 2):
            await made(service, hub.knows(f"t{number}", f"user{number}", MAY))
        hub.knows("t3", "user3", "self")
        hub.silent = True
        round_ = asyncio.create_task(rechecks(service).round())
        await hub.holds(AT_ONCE)
        await hub.speak()
        await round_
        assert hub.most_held == AT_ONCE
        here = {person for who in service.site.switchboard.who().values() for person in who}
        assert here == {f"user:user{number}" for number in range(AT_ONCE + 2) if number != 3}


async def test_whose_login_is_over_may_come_with_a_new_one(folder: Path) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        _, socket, _ = await made(service, hub.knows("a", "ada", MAY))
        del hub.tokens["a"]
        await rechecks(service).round()
        assert (await socket.hear("refused"))["code"] == "resume_refused"
        assert await socket.closed() == 4401


async def test_after_a_restart_who_shows_a_login_stays_and_who_does_not_has_to(folder: Path) -> None:
    async with hub_api() as hub:
        ada, grace = hub.knows("a", "ada", MAY), hub.knows("g", "grace", MAY)
        async with Service(hub, folder) as service:
            meeting, _, of_ada = await made(service, ada)
            _, of_grace = await joined(service, meeting, grace)
        async with Service(hub, folder) as service:
            await resumed(service, of_ada)
            silent = await resumed(service, of_grace)

            async def meanwhile(_seconds: float) -> None:
                await service.call("GET", "me", headers=ada)

            hub.away = True
            await rechecks(service, meanwhile).round()
            assert set(service.site.switchboard.who()[meeting]) == {"user:ada", "user:grace"}
            hub.away = False
            await rechecks(service, meanwhile).round()
            assert await silent.closed() == 4401
            assert set(service.site.switchboard.who()[meeting]) == {"user:ada"}


async def test_after_a_restart_a_right_that_is_gone_is_noticed_too(folder: Path) -> None:
    async with hub_api() as hub:
        ada = hub.knows("a", "ada", MAY)
        async with Service(hub, folder) as service:
            _, _, welcome = await made(service, ada)
        async with Service(hub, folder) as service:
            socket = await resumed(service, welcome)
            hub.knows("a", "ada", "self")
            assert (await service.call("GET", "me", headers=ada)).code == "hub_not_allowed"
            await rechecks(service).round()
            assert await socket.closed() == 4403


async def test_two_services_on_one_database_do_not_hold_one_meeting(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with hub_api() as hub, Service(hub, folder) as service, Service(hub, folder) as other:
        ada = hub.knows("a", "ada", MAY)
        meeting, _, _ = await made(service, ada)
        answer = await other.call("POST", f"meetings/{meeting}/admissions", {"name": "x"}, ada)
        assert answer.code == "meeting_elsewhere"
        assert "another Jupyter server that shares this database" in answer.json["error"]["message"]
        assert "another server holds, which has the same c.Meet.database" in caplog.text


async def test_a_guest_is_nobody_of_the_hub_s(folder: Path) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        login: Any = service.site.authenticator
        assert await login.standing("guest:abc") == "good"
        assert await login.standing("user:never-seen") == "unknown"
        hub.away = True
        login._auth.cache.clear()
        with pytest.raises(Refused, match="hub_unreachable"):
            await login.standing("user:never-seen")
        assert SERVICE_TOKEN not in repr(service._place)


async def test_a_cell_on_a_host_of_its_own_opens_a_socket_and_calls_nothing(folder: Path) -> None:
    told = {
        "JUPYTERHUB_HOST": "https://hub.example",
        "JUPYTERHUB_PUBLIC_URL": "https://meet--service.hub.example/user/meet/",
    }
    async with hub_api() as hub, Service(hub, folder, **told) as service:
        ada = hub.knows("a", "ada", MAY)
        for origin, opens, calls in (
            ("https://ada.hub.example", True, False),
            ("https://meet--service.hub.example", True, True),
            ("https://ada.users.hub.example", True, False),
            ("http://ada.hub.example", False, False),
            ("https://ada.hub.example.evil.example", False, False),
            ("https://evilhub.example", False, False),
        ):
            answer = await service.call("GET", "me", headers={**ada, "Origin": origin})
            assert (answer.status == 200) is calls, origin
            assert await _opens(service, origin) is opens, origin


async def _opens(service: Service, origin: str) -> bool:
    try:
        await service.connect(Origin=origin)
    except HTTPClientError:
        return False
    return True
