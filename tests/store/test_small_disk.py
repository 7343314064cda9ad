"""A disk that is full or read-only: a real one, small, in a mount namespace of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.disks import ALONE, need_mounts
from tests.store.small_disk import SCENARIOS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_on_a_small_disk(tmp_path: Path, scenario: str) -> None:
    need_mounts()
    ended = subprocess.run(
        [*ALONE, sys.executable, "-m", "tests.store.small_disk", str(tmp_path), scenario],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
