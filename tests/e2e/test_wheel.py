"""``pip install`` of the one wheel is all that a user does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.environments import environment
from tests.e2e.meetings import begin
from tests.e2e.people import Person
from tests.jupyter import JupyterServer


@pytest.fixture(scope="module")
def user_python(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """An environment in which someone has installed the wheel, and nothing else."""
    return environment(tmp_path_factory.mktemp("user"), str(wheel))


def test_installed_wheel_serves_meetings(
    user_python: Path,
    serve: Callable[[JupyterServer], JupyterServer],
    meet: Callable[..., Person],
    tmp_path: Path,
) -> None:
    installed = user_python.parents[1] / "share" / "jupyter" / "labextensions" / "notebook-meet"
    assert (installed / "static" / "remoteEntry.js").is_file()
    server = serve(JupyterServer(tmp_path, app="server", python=str(user_python)))
    ada, grace = meet("Ada", at=server), meet("Grace", at=server)
    begin(ada, "From a wheel", grace)
