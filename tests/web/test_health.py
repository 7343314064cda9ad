"""Whether the server lives and can serve: anybody may ask, and nobody learns more than that."""

from pathlib import Path
from typing import Any

import pytest

from notebook_meet_server.meetings import Readiness
from notebook_meet_server.store.errors import StorageUnavailable
from tests.switchboard.house import House
from tests.web.conftest import Start
from tests.web.hub_service import Service, hub_api
from tests.web.server import ROOT, MeetServer

PLACES = ("health", "health/ready")


async def told(server: MeetServer, path: str, method: str = "GET") -> tuple[int, bytes]:
    answer = await server.send(method, f"{ROOT}{path}")
    return answer.status, answer.content


@pytest.mark.parametrize("path", PLACES)
async def test_without_a_login_on_a_plain_server_and_on_a_hub(
    start: Start, tmp_path: Path, path: str
) -> None:
    async with start() as server:
        assert [await told(server, path, method) for method in ("GET", "HEAD")] == [(204, b"")] * 2
    async with hub_api() as hub, Service(hub, tmp_path) as service:
        hub.away = True
        assert [await told(service, path, method) for method in ("GET", "HEAD")] == [(204, b"")] * 2, (
            "those who are in a meeting do not need the hub"
        )


async def test_a_server_without_its_database_lives_and_is_not_ready(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as server:
        store: Any = server.site.readiness._env.store

        def away(_meeting: str) -> None:
            raise StorageUnavailable("the path of the database")

        with monkeypatch.context() as broken:
            broken.setattr(store, "meeting", away)
            answer = await server.send("GET", f"{ROOT}health/ready")
            assert (answer.status, answer.code) == (503, "storage_unavailable")
            assert b"the path of the database" not in answer.content
            assert (await told(server, "health"))[0] == 204
        assert (await told(server, "health/ready"))[0] == 204


async def test_before_the_start_and_while_it_ends_it_is_not_ready(start: Start) -> None:
    server = start()
    server.late = True
    async with server:
        assert [(await told(server, path))[0] for path in PLACES] == [503, 503]
        await server.start_extensions()
        assert (await told(server, "health/ready"))[0] == 204
        await server.site.switchboard.shutdown()
        assert (await told(server, "health/ready"))[0] == 503
        assert (await told(server, "health"))[0] == 204


async def test_another_web_site_learns_nothing(start: Start) -> None:
    async with start() as server:
        for path in PLACES:
            answer = await server.send("GET", f"{ROOT}{path}", headers={"Origin": "https://evil.example"})
            assert answer.code == "origin_refused"


async def test_who_asks_all_the_time_keeps_the_database_busy_once_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with House(tmp_path / "m.sqlite3") as house:
        asked: list[str] = []
        find = house.store.meeting
        monkeypatch.setattr(house.store, "meeting", lambda id_: asked.append(id_) or find(id_))
        readiness = Readiness(house.env, house.board)
        for _ in range(50):
            await readiness.check()
        assert len(asked) == 1
        house.clock.now += 1.0
        await readiness.check()
        assert len(asked) == 2
