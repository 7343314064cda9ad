"""What is marked ``alone`` runs alone, and comes to its turn."""

import fcntl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.conftest import room


def come(folder: Path, *, alone: bool = False) -> None:
    """In, and out again."""
    with room(folder, alone=alone):
        return


def is_held(lock: Path) -> bool:
    with lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_who_is_alone_waits_for_the_others_and_they_behind(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=2) as workers:
        with room(tmp_path, alone=False):
            workers.submit(come, tmp_path).result(30)  # two may be in there
            alone = workers.submit(come, tmp_path, alone=True)
            while not is_held(tmp_path / "door.lock"):
                assert not alone.done(), "it did not wait"
            late = workers.submit(come, tmp_path)
            assert is_held(tmp_path / "room.lock")
            assert not alone.done()
            assert not late.done()
        alone.result(30)
        late.result(30)


def test_nobody_comes_in_while_one_is_alone(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=1) as workers:
        with room(tmp_path, alone=True):
            other = workers.submit(come, tmp_path)
            while not is_held(tmp_path / "door.lock"):
                assert not other.done(), "it did not wait"
            assert not other.done()
        other.result(30)
