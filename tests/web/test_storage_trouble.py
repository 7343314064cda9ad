"""The database fails while a call is on: the call does not, the door says why, and all is well once it is cured."""

import asyncio
import logging
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.switchboard.events import FIELDS
from tests.jupyter import JupyterServer
from tests.store.disks import Disk, need_mounts, on_small_disk
from tests.web.conftest import Start
from tests.web.elsewhere import Elsewhere
from tests.web.server import BASE, MeetServer
from tests.web.storage_drill import Drill


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "meetings.sqlite3"


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the extension logged that an administrator reads, with each record's level; not who came and went."""
    ours = [
        each
        for each in caplog.records
        if each.name.startswith("notebook_meet_server") and not hasattr(each, FIELDS)
    ]
    return [f"{each.levelname} {each.getMessage()}" for each in ours if each.levelno > logging.DEBUG]


async def test_locked_by_another_program(
    start: Start, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with start(Meet={"database": str(database)}) as server:
        drill = Drill(server, database)
        await drill.begin()
        caplog.clear()
        with closing(sqlite3.connect(database, isolation_level=None)) as backup:
            backup.execute("BEGIN IMMEDIATE")
            await drill.alan_leaves()
            await drill.call_goes_on()
            await drill.door_says("storage_unavailable")
            await drill.call_goes_on()
        await drill.door_opens()
    trouble, cured = told(caplog)
    assert re.search(r"ERROR .*locked.*Another program has locked it", trouble)
    assert re.search("INFO .*can be used again", cured)


async def scribble(server: MeetServer, database: Path) -> None:
    """Destroys the content of the database's files, from a process that holds none of the server's locks."""
    files = [str(database.with_name(f"{database.name}{ending}")) for ending in ("", "-wal")]
    script = f"import os\nfor p in {files}: f = open(p, 'r+b'); f.write(b'?' * os.stat(p).st_size)"
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script], check=True, timeout=30)
    [extension] = server.app.extension_manager.extension_apps["notebook_meet_server"]
    env = extension._opening.site.meetings._env
    await env.thread.run(forget, env.store)


def forget(store: SqlStore) -> None:
    """Empties SQLite's cache, from which it would go on answering for a while."""
    with store._read() as connection:
        connection.exec_driver_sql("PRAGMA shrink_memory").close()


async def test_overwritten(start: Start, database: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with start(Meet={"database": str(database)}) as server:
        drill = Drill(server, database)
        await drill.begin()
        caplog.clear()
        await scribble(server, database)
        await drill.call_goes_on()
        assert (await server.as_kernel("GET", "meetings")).code == "storage_unavailable"
        assert (await server.as_kernel("GET", "meetings")).json["meetings"] == []
        await drill.alan_leaves()
        await drill.call_goes_on()
        fresh = Drill(server, database)
        await fresh.begin()
        await fresh.alan_leaves()
        await fresh.door_opens()
    assert len(list(database.parent.glob("*.corrupt-*Z"))) == 1
    lines = told(caplog)
    assert [line.split()[0] for line in lines] == ["ERROR", "ERROR", "INFO"], lines
    assert "It is damaged" in lines[0]
    assert "was set aside" in lines[1]
    assert "can be used again" in lines[2]


async def test_deleted(start: Start, database: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with start(Meet={"database": str(database)}) as server:
        drill = Drill(server, database)
        await drill.begin()
        caplog.clear()
        for file in database.parent.glob(f"{database.name}*"):
            file.unlink()
        await drill.call_goes_on()
        await drill.alan_leaves()
        fresh = Drill(server, database)
        await fresh.begin()
        await drill.call_goes_on()
        await fresh.alan_leaves()
        await fresh.door_opens()
    [line] = told(caplog)
    assert re.search("WARNING .*deleted", line)


async def test_full_and_read_only(tmp_path: Path) -> None:
    """A real disk, with a server in a process of its own."""
    need_mounts()
    folder = tmp_path / "disk"
    folder.mkdir()
    database = folder / "meetings.sqlite3"
    real = JupyterServer(
        tmp_path / "server",
        app="server",
        base_url=BASE,
        options=[f"--Meet.database={database}"],
        within=on_small_disk(folder),
    )
    async with Elsewhere(real) as server:
        assert real.process is not None
        disk = Disk(folder, real.process.pid)
        seen = Path(f"/proc/{real.process.pid}/root{database}")
        for begin, end, code, levels in (
            (disk.fill, disk.make_room, "storage_full", "EI"),
            (disk.cover, disk.uncover, "storage_unavailable", "WEI"),
        ):
            drill = Drill(server, seen)
            await drill.begin()
            begun = len(real.log)
            begin()
            await drill.alan_leaves()
            await drill.call_goes_on()
            await drill.door_says(code)
            await drill.call_goes_on()
            end()
            await drill.door_opens()
            lines = re.findall(r"^\[(.).*database", real.log[begun:], re.MULTILINE)
            assert "".join(lines) == levels, real.log[begun:]
            assert "can be used again" in real.log[begun:]
    assert "Traceback" not in real.log
    assert os.fspath(folder) in real.log
