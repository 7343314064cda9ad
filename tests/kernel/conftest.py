"""A fake server, with an environment in which kernels find nothing but it; and a real one, with people beside the kernel."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from notebook_meet import meeting, widget
from notebook_meet.loop import LoopThread
from tests import jupyter as real
from tests.jupyter import JupyterServer
from tests.kernel.fake_server import FakeServer, running
from tests.kernel.real_people import Town


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with running() as server:
        yield server


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a browser bundle, so that these tests need no built one."""
    static = tmp_path / "static"
    static.mkdir()
    (static / "widget.js").write_text("export default { render() {} };")
    (static / "meet.css").write_text(".meet {}")
    monkeypatch.setattr(widget, "STATIC", static)
    return static


@pytest.fixture
def kernel(
    fake: FakeServer, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FakeServer]:
    """The environment that the extension gives to its kernels; the server is the fake one. At the end the kernel stops."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    for name in ("NOTEBOOK_MEET_SERVER", "NOTEBOOK_MEET_TOKEN", "JPY_PARENT_PID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in fake.environ.items():
        monkeypatch.setenv(name, value)
    yield fake
    meeting._thread.stop()


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """A real Jupyter server without a front end."""
    with real.running(JupyterServer(tmp_path_factory.mktemp("jupyter"), app="server")) as server:
        yield server


@pytest.fixture
def town(jupyter: JupyterServer) -> Iterator[Town]:
    """People who meet the kernel there."""
    thread = LoopThread("test")
    yield Town(jupyter, thread)
    thread.stop()
