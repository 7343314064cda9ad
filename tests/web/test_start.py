"""The start of a real server while another one keeps the database to itself."""

import fcntl
import json
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

from tests.jupyter import SLOW, JupyterServer, running
from tests.kernel.real_kernel import kernel_of
from tests.kernel.waiting import eventually


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Another server that is opening the database, for as long as the block takes."""
    lock.parent.mkdir(parents=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@dataclass
class Answer:
    status: int
    retry_after: str | None
    code: str | None


def own_meetings(server: JupyterServer) -> Answer:
    request = urllib.request.Request(
        f"{server.url}meet/api/v1/meetings", headers={"Authorization": f"token {server.token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=SLOW) as answer:
            return Answer(answer.status, None, None)
    except HTTPError as refusal:
        with refusal:
            return Answer(refusal.code, refusal.headers["Retry-After"], json.load(refusal)["error"]["code"])


def test_neither_the_start_nor_kernels_wait_for_the_database(tmp_path: Path) -> None:
    lock = tmp_path / "server" / "data" / "notebook-meet" / "meetings.sqlite3.lock"
    with ExitStack() as stack:
        other = stack.enter_context(ExitStack())
        other.enter_context(held(lock))
        server = stack.enter_context(running(JupyterServer(tmp_path / "server", app="server")))
        with kernel_of(server) as kernel:
            names = "('NOTEBOOK_MEET_SERVER_URL', 'NOTEBOOK_MEET_SECRET')"
            shown = kernel.run(f"import os; print(*(len(os.environ.get(name, '')) for name in {names}))")
        assert shown.stdout.split() == [str(len(f"{server.url}meet/")), "43"]
        eventually(
            lambda: own_meetings(server) == Answer(503, None, "storage_unavailable"), "a refusal", SLOW
        )
        other.close()
        eventually(lambda: own_meetings(server) == Answer(200, None, None), "an answer", SLOW)
