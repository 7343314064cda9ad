"""A disk that is full or read-only: a real one, small, in a mount namespace of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.small_disk import NO_MOUNT, SCENARIOS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_on_a_small_disk(tmp_path: Path, scenario: str) -> None:
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("needs unshare(1) from util-linux")
    # Root or not, and a test as root cannot just take its own rights away: root may write anywhere.
    alone = [unshare, "--map-root-user", "--mount"]
    if subprocess.run([*alone, "true"], check=False, timeout=30).returncode:
        pytest.skip("this system gives no mount namespaces")
    ended = subprocess.run(
        [*alone, sys.executable, "-m", "tests.store.small_disk", str(tmp_path), scenario],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if ended.returncode == NO_MOUNT:
        pytest.skip("this system lets nobody mount a tmpfs")
    assert ended.returncode == 0, ended.stderr
