"""Where a house keeps its database."""

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The test's database."""
    return tmp_path / "meet.db"
