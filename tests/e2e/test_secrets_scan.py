"""The scan that every other module ends with does find what it looks for."""

import json
from pathlib import Path

import pytest

from tests.e2e.secrets_scan import Secrets

CANARY = "canary-7Qx"


def notebook(**cell: object) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": "", "outputs": [], **cell}], "metadata": {}})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("server.log", f"INFO joined with {CANARY}"),
        ("work/a.ipynb", notebook(outputs=[{"text": CANARY}])),
        ("work/a.ipynb", notebook(metadata={"note": CANARY})),
        ("work/a.ipynb", json.dumps({"cells": [], "metadata": {"widgets": {"state": {"title": CANARY}}}})),
        ("data/meetings.sqlite3", f"\x00{CANARY}\x00"),
    ],
)
def test_a_planted_secret_is_found(tmp_path: Path, name: str, content: str) -> None:
    secrets = Secrets()
    secrets.add("passcode", CANARY)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    assert secrets.leaks(tmp_path) == [f"passcode in {name}"]


def test_a_secret_in_an_address_is_found(tmp_path: Path) -> None:
    secrets = Secrets(urls=[f"http://127.0.0.1/?invite={CANARY}"])
    secrets.add("invite", CANARY)
    assert secrets.leaks(tmp_path) == ["invite in address 0"]


def test_what_a_person_wrote_is_theirs(tmp_path: Path) -> None:
    secrets = Secrets()
    secrets.add("passcode", CANARY)
    (tmp_path / "a.ipynb").write_text(notebook(source=f"create(passcode={CANARY!r})"))
    assert secrets.leaks(tmp_path) == []
