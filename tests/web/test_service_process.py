"""The service as a process: its last words, its first, and what it says when it cannot start."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient

from notebook_meet_server.hub import TOKENS_KEPT
from notebook_meet_server.rechecks import AT_ONCE
from notebook_meet_server.service import END_SECONDS, SAY_SECONDS, _run, last_resort
from tests.web.hub_service import MAY, SERVICE_TOKEN, HubApi, Service, hub_api
from tests.web.raw import Raw, request

LAUNCH = [sys.executable, "-m", "notebook_meet_server.service", "--log-level=INFO"]
AT_LEISURE = [
    sys.executable,
    "-c",
    "import notebook_meet_server.service as service; service.END_SECONDS = 60; service.main()",
    "--log-level=INFO",
]
"""As ``LAUNCH``, on a busy machine: how long an end takes at most is proved with made-up clocks."""
NO_UVLOOP = "raise ImportError('there is none for this system')\n"
"""As a module of that name."""
UVLOOP = sys.platform != "win32" and sys.implementation.name == "cpython"
"""Whether there is one for this system, as pyproject.toml says it."""


def told(hub: HubApi, folder: Path, port: int, root: str) -> dict[str, str]:
    """The environment of a service that is started by hand."""
    return {
        "JUPYTER_DATA_DIR": str(folder),
        "JUPYTERHUB_API_TOKEN": SERVICE_TOKEN,
        "JUPYTERHUB_API_URL": hub.url,
        "JUPYTERHUB_SERVICE_PREFIX": root,
        "JUPYTERHUB_SERVICE_NAME": "meet",
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}",
    }


def environment(folder: Path, more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_"))}
    path = os.pathsep.join([str(folder), *filter(None, [kept.get("PYTHONPATH")])])
    return {**kept, "PYTHONPATH": path, "HOME": str(folder), **more}


def ended(folder: Path, more: dict[str, str], *options: str) -> str:
    """What a service says that cannot start."""
    run = subprocess.run(
        [*LAUNCH, *options],
        env=environment(folder, more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    return run.stderr


def test_by_hand_without_a_hub_it_says_what_is_needed(tmp_path: Path) -> None:
    said = ended(tmp_path, {})
    assert "JUPYTERHUB_API_TOKEN is not set" in said
    assert "--print-config" in said


async def test_a_port_that_is_taken_is_named_and_no_database_is_touched(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = await asyncio.to_thread(
            ended, tmp_path, told(HubApi(url="http://127.0.0.1:9/hub/api"), tmp_path, port, "/m/")
        )
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in said
    assert "Another one may still be running there" in said
    assert not await asyncio.to_thread((tmp_path / "notebook-meet").exists)


def test_where_the_hubs_name_for_it_is_no_address_here_it_listens_where_it_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        more = told(HubApi(url="http://127.0.0.1:9/hub/api"), tmp_path, port, "/m/")
        more["JUPYTERHUB_SERVICE_URL"] = f"http://hub.invalid:{port}"
        assert f"cannot listen on 127.0.0.1:{port}" in ended(tmp_path, more, "--listen=127.0.0.1")
    assert f"cannot listen on hub.invalid:{port}" in ended(tmp_path, more)


class Apart(Service):
    """The same service in a process of its own.

    Args:
        hub: is asked.
        folder: for the database.
        loop: the package whose event loop it runs on.
    """

    def __init__(self, hub: HubApi, folder: Path, loop: str = "asyncio") -> None:
        super().__init__(hub, folder)
        self._loop = loop
        self._listener.close()
        self._folder, self._told = folder, told(hub, folder, self.port, self._place.root)

    async def __aenter__(self) -> Any:
        if self._loop == "asyncio":
            (self._folder / "uvloop.py").write_text(NO_UVLOOP)
        self.process = await asyncio.create_subprocess_exec(
            *AT_LEISURE,
            env=environment(self._folder, self._told),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            if b"service_started " in line:
                assert f" loop={self._loop}" in line.decode()
                return self
        raise RuntimeError("the service did not start")

    async def __aexit__(self, *_: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        for client in self.clients:
            client.close()
        self.client.close()


def test_an_old_jupyterhub_s_client_lets_more_calls_go_than_a_look_at_everybody_s_rights_makes() -> None:
    before, most = AsyncHTTPClient._save_configuration(), []

    async def serve() -> None:
        most.append(AsyncHTTPClient().max_clients)  # type: ignore[attr-defined]

    try:
        _run(serve())
    finally:
        AsyncHTTPClient._restore_configuration(before)
    assert most[0] > 2 * AT_ONCE * (TOKENS_KEPT - 1)


def test_what_hangs_is_not_waited_for() -> None:
    waits: list[float] = []
    ends: list[int] = []
    last_resort(waits.append, ends.append)
    assert (waits, ends) == ([END_SECONDS - SAY_SECONDS], [1])


@pytest.mark.parametrize(
    ("hangs", "said"),
    [
        ("threading.Thread(target=forever).start()", "Something hangs, so this service ends without waiting"),
        ("service.log.handlers = [logging.Handler()]; logging.Handler.emit = forever; forever()", ""),
    ],
    ids=["a thread that never comes back", "a log that nobody reads"],
)
def test_it_does_not_keep_the_process(tmp_path: Path, hangs: str, said: str) -> None:
    """The loop is closed already, and no more stopped by the signal."""
    told_to_stop = (
        "import asyncio, logging, os, signal, threading, notebook_meet_server.service as service;"
        "forever = lambda *_: threading.Event().wait(); service.END_SECONDS = service.SAY_SECONDS;"
        "loop = asyncio.new_event_loop(); loop.close();"
        "service.heed(lambda: loop.call_soon_threadsafe(print));"
        f"os.kill(os.getpid(), signal.SIGTERM); {hangs}"
    )
    run = subprocess.run(
        [sys.executable, "-c", told_to_stop],
        env=environment(tmp_path, {}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_nor_does_the_event_loop_when_it_hangs(tmp_path: Path) -> None:
    """It writes a line that does not fit into the pipe of the log, and nobody reads it."""
    hanging = (
        "import notebook_meet_server.service as service; service.END_SECONDS = 1;"
        "service.spare_collector = lambda: service.log.error('x' * 1_000_000); service.main()"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    more = told(HubApi(url="http://127.0.0.1:9/hub/api"), tmp_path, port, "/m/")
    with subprocess.Popen(
        [sys.executable, "-c", hanging], env=environment(tmp_path, more), stderr=subprocess.PIPE
    ) as process:
        try:
            assert process.stderr is not None
            while b"xxx" not in (said := os.read(process.stderr.fileno(), 4096)):
                assert said, "it could not start"
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 1
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("loop", "number"),
    [("asyncio", signal.SIGINT), *([("uvloop", signal.SIGTERM)] if UVLOOP else [])],
    ids=lambda what: getattr(what, "name", what),
)
async def test_it_ends_in_order_though_one_does_not_listen_and_the_hub_hangs(
    tmp_path: Path, loop: str, number: signal.Signals
) -> None:
    async with (
        hub_api() as hub,
        Apart(hub, tmp_path, loop) as service,
        Raw(service.port) as deaf,
        Raw(service.port) as idle,
    ):
        ada = hub.knows("a", "ada", MAY)
        made = await service.call("POST", "meetings", {"title": "Algebra"}, ada)
        path = f"meetings/{made.json['meeting']['id']}/admissions"
        admissions = [await service.call("POST", path, {"name": "x"}, ada) for _ in range(3)]
        sockets = [(await service.join(admission))[0] for admission in admissions[:2]]
        await deaf.open()
        deaf.say(type="hello", admission=admissions[2].json["admission"])
        await deaf.hear("welcome")
        await idle.ask(request("GET", f"{service._place.root}health", [("Host", "x")]))
        hub.silent = True
        waiting = [service.call("GET", "me", headers=hub.knows(f"t{n}", "grace", MAY)) for n in range(5)]
        answers = asyncio.gather(*waiting)
        await hub.holds(5)
        service.process.send_signal(number)
        for one in sockets:
            assert (await one.hear("going_away"))["retry_after"] > 0
            assert await one.closed() == 1001
        assert await service.process.wait() == 0
        assert {answer.code for answer in await answers} == {"hub_unreachable"}
        assert service.process.stderr is not None
        assert b"Traceback" not in await service.process.stderr.read()


@pytest.mark.soak
async def test_it_ends_in_time_with_500_people_of_whom_none_reads(tmp_path: Path) -> None:
    async with hub_api() as hub, Apart(hub, tmp_path) as service, AsyncExitStack() as sockets:
        assert service.process.stderr is not None
        reading = asyncio.create_task(service.process.stderr.read())
        for number in range(500):
            somebody = hub.knows(f"t{number}", f"user{number}", MAY)
            if number % 8 == 0:
                made = await service.call("POST", "meetings", {"title": "Algebra"}, somebody)
            path = f"meetings/{made.json['meeting']['id']}/admissions"
            admission = await service.call("POST", path, {"name": "x"}, somebody)
            deaf = await sockets.enter_async_context(Raw(service.port))
            await deaf.open()
            deaf.say(type="hello", admission=admission.json["admission"])
            await deaf.hear("welcome")
        service.process.send_signal(signal.SIGTERM)
        assert await service.process.wait() == 0
        reading.cancel()
