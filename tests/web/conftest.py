"""A real Jupyter server with the extension, in this process, on a free port."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.server import MeetServer

Start = Callable[..., MeetServer]

BUNDLE = {
    "page.js": b"export {};\n",
    "widget.js": b"export default {};\n",
    "meet.css": b"#meet { color: red }\n",
}


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built bundle of the tests' own, with a file beside it that nobody may read."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    for name, content in BUNDLE.items():
        (folder / name).write_bytes(content)
    (tmp_path / "beside.txt").write_text("not for anyone")
    monkeypatch.setattr("notebook_meet_server.application.BUNDLE", folder)
    return folder


@pytest.fixture(autouse=True)
def spared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a server spared the collector. In this process, which goes on, it would keep garbage for good."""
    calls: list[str] = []
    monkeypatch.setattr("notebook_meet_server.extension.spare_collector", lambda: calls.append("spared"))
    return calls


@pytest.fixture
def start(
    jp_configurable_serverapp: Any, http_server_port: Any, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> Start:
    """Starts the server: ``async with start(Meet={"max_seats": 2}) as server``.

    Keywords are sections of the config; positional arguments stand for the command line's.
    """
    monkeypatch.delenv("NOTEBOOK_MEET_SERVER_URL", raising=False)
    monkeypatch.delenv("NOTEBOOK_MEET_SECRET", raising=False)

    def make(*argv: str, **sections: dict[str, Any]) -> MeetServer:
        config: dict[str, Any] = {name: dict(values) for name, values in sections.items()}
        config.setdefault("ServerApp", {}).setdefault("jpserver_extensions", {"notebook_meet_server": True})
        return MeetServer(
            lambda: jp_configurable_serverapp(config=config, argv=list(argv)), http_server_port[0]
        )

    return make
