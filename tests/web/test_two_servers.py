"""Two Jupyter servers, each in a process of its own, on one database file."""

import json
import sqlite3
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.jupyter import SLOW, JupyterServer
from tests.kernel.waiting import eventually

DAY = 86_400.0


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "shared" / "meetings.sqlite3"


@contextmanager
def two(tmp_path: Path, database: Path) -> Iterator[tuple[JupyterServer, JupyterServer]]:
    """A server that deletes nothing for a year, and one that deletes what was not used for a day."""
    with ExitStack() as stack:
        servers = []
        for name, days in (("patient", 365), ("tidy", 1)):
            options = (f"--Meet.database={database}", f"--Meet.clean_up_after_days={days}")
            server = JupyterServer(tmp_path / name, app="server", options=options)
            stack.callback(server.stop)
            server.start()
            servers.append(server)
        yield servers[0], servers[1]


def asked(server: JupyterServer, path: str, method: str = "GET", body: object = None) -> str:
    """What a server answers its owner: ``ok``, or the code of the refusal."""
    request = urllib.request.Request(
        f"{server.url}meet/api/v1/{path}",
        data=None if body is None else json.dumps(body).encode(),
        method=method,
        headers={"Authorization": f"token {server.token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=SLOW):
            return "ok"
    except HTTPError as refusal:
        with refusal:
            return str(json.load(refusal)["error"]["code"])


def made(server: JupyterServer) -> str:
    answer = server.call("POST", "meet/api/v1/meetings", {"title": "Algebra"})
    return str(answer["meeting"]["id"])


def later(database: Path, change: str, *values: object) -> None:
    """Lets time pass in the file: the two processes have no clock that a test could turn."""
    with closing(sqlite3.connect(database, timeout=SLOW)) as connection, connection:
        connection.execute(f"UPDATE meetings SET {change}", values)


def stored(database: Path, meeting: str) -> bool:
    with closing(sqlite3.connect(database, timeout=SLOW)) as connection:
        return connection.execute("SELECT 1 FROM meetings WHERE id = ?", (meeting,)).fetchone() is not None


def own(server: JupyterServer) -> list[str]:
    return [meeting["id"] for meeting in server.call("GET", "meet/api/v1/meetings")["meetings"]]


def test_neither_serves_nor_deletes_the_others_meeting(tmp_path: Path, database: Path) -> None:
    with two(tmp_path, database) as (patient, tidy):
        theirs, its = made(patient), made(tidy)
        assert asked(patient, f"meetings/{theirs}") == asked(tidy, f"meetings/{its}") == "ok"
        for server, meeting in ((patient, its), (tidy, theirs)):
            for path, method, body in (
                ("", "GET", None),
                ("", "PATCH", {"title": "Taken"}),
                ("", "DELETE", None),
                ("/admissions", "POST", {}),
                ("/invites", "POST", {}),
                ("/attendance", "GET", None),
            ):
                assert asked(server, f"meetings/{meeting}{path}", method, body) == "meeting_elsewhere"
        assert (own(patient), own(tidy)) == ([theirs], [its])

        later(database, "last_used_at = ?", time.time() - 3 * DAY)
        # In the file: a server that is asked again and again would have to call that too fast.
        eventually(lambda: not stored(database, its), "the clean-up", SLOW)
        assert asked(tidy, f"meetings/{its}") == "meeting_not_found"
        assert asked(tidy, f"meetings/{theirs}") == "meeting_elsewhere"
        assert asked(patient, f"meetings/{theirs}") == "ok"


def test_a_meeting_goes_on_elsewhere_after_a_kill_and_its_lease_or_after_a_stop_at_once(
    tmp_path: Path, database: Path
) -> None:
    with two(tmp_path, database) as (patient, tidy):
        meeting = made(patient)
        patient.kill()
        assert asked(tidy, f"meetings/{meeting}") == "meeting_elsewhere", "its lease is not over"
        later(database, "lease_until = ? WHERE id = ?", time.time() - 1, meeting)
        assert asked(tidy, f"meetings/{meeting}/admissions", "POST", {}) == "ok"
        patient.start()
        assert asked(patient, f"meetings/{meeting}") == "meeting_elsewhere", "it is the other's now"

        tidy.stop()
        assert asked(patient, f"meetings/{meeting}/admissions", "POST", {}) == "ok", "given free at once"
