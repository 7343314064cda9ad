"""The database as files: who may read them, and what happens to a damaged one."""

import fcntl
import logging
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from notebook_meet_server.store import database, files
from notebook_meet_server.store.errors import StorageConflict, StorageUnavailable
from notebook_meet_server.store.sql import SqlStore
from tests.store.listing import listed
from tests.store.records import HERE, LEASE, NOW, a_meeting

ASIDE = "meet.db.corrupt-20270115T080000Z"


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o277], ids=oct)
def test_all_files_are_the_owners_alone(path: Path, mask: int) -> None:
    with umask(mask), closing(SqlStore(path)) as store:
        store.create_meeting(a_meeting(), "hash", HERE, NOW + LEASE)
        found = modes(path.parent)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {"meet.db", "meet.db-wal", "meet.db-shm", "meet.db.lock"} == set(found)
    assert {name: mode & 0o077 for name, mode in found.items() if mode & 0o077} == {}
    assert found["meet.db"] == 0o600


def test_a_database_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir(mode=0o755)
    path.touch(0o666)
    path.chmod(0o666)
    with closing(SqlStore(path)) as store:
        store.open()
        assert {mode for name, mode in modes(path.parent).items() if name != "meet.db.lock"} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o755


def test_settings_of_the_connection(store: SqlStore) -> None:
    with store._read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 3000}


@pytest.mark.parametrize(
    ("mounts", "journal"),
    [
        ("27 1 254:0 / / rw - ext4 /dev/vda rw", "wal"),
        ("27 1 254:0 / / rw - nfs4 server:/ rw", "delete"),
        (None, "delete"),
    ],
)
def test_wal_only_on_a_local_filesystem(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mounts: str | None, journal: str
) -> None:
    mountinfo = tmp_path / "mountinfo"
    mountinfo.write_text("27 1 254:0 / / rw - ext4 /dev/vda rw")
    monkeypatch.setattr(database, "MOUNTS", mountinfo)
    made = a_meeting()
    with closing(SqlStore(path)) as store:
        store.create_meeting(made, None, HERE, NOW + LEASE)
    if mounts is None:
        mountinfo.unlink()
    else:
        mountinfo.write_text(mounts)
    with closing(SqlStore(path)) as store:
        assert store.meeting(made.id) == made
        with store._read() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == journal


def test_a_database_in_memory(store: SqlStore) -> None:
    made = a_meeting()
    with closing(SqlStore(":memory:")) as memory:
        memory.create_meeting(made, None, HERE, NOW + LEASE)
        assert memory.meeting(made.id) == made
    assert store.meeting(made.id) is None


def filled(path: Path) -> None:
    """Make a database of many pages, all in the main file."""
    with closing(SqlStore(path)) as store, store.transaction():
        for _ in range(300):
            store.create_meeting(a_meeting(title="x" * 200), None, HERE, NOW + LEASE)
    assert not path.with_name("meet.db-wal").exists()


def overwritten(path: Path) -> None:
    path.write_bytes(b"This is not a database. " * 500)


def scribbled(path: Path) -> None:
    with path.open("r+b") as file:
        # Far from the schema's pages: only a check of the whole file comes across it.
        file.seek(path.stat().st_size // 4096 // 2 * 4096)
        file.write(os.urandom(4096 * 3))


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize("damaged", [overwritten, scribbled, cut_off])
def test_a_damaged_file_is_set_aside_and_a_fresh_one_begun(
    path: Path,
    open_store: Callable[[], SqlStore],
    caplog: pytest.LogCaptureFixture,
    damaged: Callable[[Path], None],
) -> None:
    filled(path)
    damaged(path)
    content = path.read_bytes()
    with caplog.at_level(logging.INFO, "notebook_meet_server"):
        store = open_store()
    made = a_meeting()
    store.create_meeting(made, None, HERE, NOW + LEASE)
    assert listed(store) == {made.id}
    assert (path.parent / ASIDE).read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert str(path) in record.getMessage()
    assert ASIDE in record.getMessage()


def test_an_earlier_damaged_file_is_not_written_over(path: Path, open_store: Callable[[], SqlStore]) -> None:
    for content in (b"first" * 1000, b"second" * 1000, b"third" * 1000):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        open_store().close()
    kept = {file.name: file.read_bytes()[:6] for file in path.parent.glob("*corrupt*")}
    assert kept == {ASIDE: b"firstf", f"{ASIDE}-2": b"second", f"{ASIDE}-3": b"thirdt"}


def test_the_journal_is_set_aside_with_its_database(path: Path) -> None:
    path.parent.mkdir()
    for ending in ("", "-wal", "-journal"):
        path.with_name(f"meet.db{ending}").write_text(f"content{ending}")
    files.set_aside(path, NOW)
    assert {file.name: file.read_text() for file in path.parent.iterdir()} == {
        f"{ASIDE}{ending}": f"content{ending}" for ending in ("", "-wal", "-journal")
    }


def test_damage_while_running_costs_one_call_and_not_the_server(
    path: Path, open_store: Callable[[], SqlStore]
) -> None:
    filled(path)
    store = open_store()
    # From another process: this one's locks on the file must not be touched.
    script = f"import os; p = {str(path)!r}; f = open(p, 'r+b'); f.write(b'?' * os.stat(p).st_size)"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)
    with store._read() as connection:
        connection.exec_driver_sql("PRAGMA shrink_memory")  # Else SQLite answers from its cache.
    with pytest.raises(StorageUnavailable, match="damaged"):
        store.meetings_of("server", HERE, NOW)
    made = a_meeting()
    store.create_meeting(made, None, HERE, NOW + LEASE)
    assert listed(store) == {made.id}
    assert (path.parent / ASIDE).exists()


def test_a_server_follows_when_another_has_set_the_file_aside(
    path: Path, open_store: Callable[[], SqlStore]
) -> None:
    ours = open_store()
    ours.create_meeting(a_meeting(), None, HERE, NOW + LEASE)
    files.set_aside(path, NOW)
    theirs = open_store()
    made = [a_meeting(), a_meeting()]
    ours.create_meeting(made[0], None, HERE, NOW + LEASE)
    theirs.create_meeting(made[1], None, HERE, NOW + LEASE)
    ours.close()
    theirs.close()
    assert listed(open_store()) == {each.id for each in made}


def test_a_deleted_file_is_begun_afresh(path: Path, store: SqlStore) -> None:
    store.create_meeting(a_meeting(), None, HERE, NOW + LEASE)
    path.unlink()
    assert listed(store) == set()
    assert path.exists()


def test_a_folder_in_place_of_the_file(path: Path) -> None:
    path.mkdir(parents=True)
    with closing(SqlStore(path)) as store, pytest.raises(StorageUnavailable, match=r"meet\.db"):
        store.open()
    assert path.is_dir()


def test_a_file_in_place_of_the_folder(path: Path) -> None:
    path.parent.write_text("")
    with closing(SqlStore(path)) as store:
        with pytest.raises(StorageUnavailable, match=r"meet\.db"):
            store.open()
        path.parent.unlink()
        assert listed(store) == set()


def test_a_lock_of_another_program_is_told_and_waited_out(
    path: Path,
    open_store: Callable[[], SqlStore],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    store = open_store()
    made = a_meeting()
    with closing(sqlite3.connect(path, isolation_level=None)) as backup:
        backup.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(StorageUnavailable, match="locked"):
                store.create_meeting(made, None, HERE, NOW + LEASE)
        assert store.meeting(made.id) is None
    store.create_meeting(made, None, HERE, NOW + LEASE)
    assert store.meeting(made.id) == made


def test_trouble_is_logged_when_it_begins_and_when_it_is_over(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.mkdir(parents=True)
    with caplog.at_level(logging.INFO, "notebook_meet_server"), closing(SqlStore(path)) as store:
        for _ in range(3):
            with pytest.raises(StorageUnavailable):
                listed(store)
        path.rmdir()
        for _ in range(3):
            listed(store)
        with pytest.raises(StorageConflict):
            store.set_passcode("nowhere", "hash")
    ours = [record for record in caplog.records if record.name.startswith("notebook_meet_server")]
    assert [record.levelname for record in ours] == ["ERROR", "INFO"]
    assert "can be used again" in ours[1].getMessage()


def test_who_waited_in_vain_lets_the_next_wait_for_less(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a queue of calls that each wait would make the last wait for all."""
    asked: list[float] = []

    def elsewhere(_descriptor: int, _lock: Path, patience: float) -> None:
        asked.append(patience)
        if len(asked) < 4:
            raise files.OpenedElsewhere

    monkeypatch.setattr(files, "_wait_for", elsewhere)
    with closing(SqlStore(path)) as store:
        for _ in range(3):
            with pytest.raises(StorageUnavailable):
                listed(store)
        listed(store)
        store.close()
        listed(store)
    assert asked == [files.LOCK_SECONDS, 0.1, 0.1, 0.1, files.LOCK_SECONDS]


def test_one_server_at_a_time_opens(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.0)
    path.parent.mkdir()
    with path.with_name("meet.db.lock").open("w") as lock, closing(SqlStore(path)) as store:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StorageUnavailable, match="Another server"):
            store.open()
        fcntl.flock(lock, fcntl.LOCK_UN)
        store.open()
