"""What JupyterLab loads of us is written by hand: it has to fit what JupyterLab expects, and the wheel has to carry it."""

import tomllib
from pathlib import Path

from jupyterlab_server.config import get_federated_extensions

from notebook_meet._version import __version__

TOP = Path(__file__).parents[2]
HOME = TOP / "js" / "labextension"


def test_jupyterlab_finds_what_it_loads(tmp_path: Path) -> None:
    (tmp_path / "notebook-meet").symlink_to(HOME)
    ours = get_federated_extensions([str(tmp_path)])["notebook-meet"]
    assert ours["version"] == __version__
    build = ours["jupyterlab"]["_build"]
    assert build["extension"] == "./extension"
    entry = (HOME / build["load"]).read_text()
    assert 'const NAME = "notebook-meet"' in entry
    assert "window._JUPYTERLAB[NAME]" in entry


def test_the_wheel_puts_it_where_jupyterlab_looks() -> None:
    settings = tomllib.loads((TOP / "pyproject.toml").read_text())
    shared = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared["js/labextension"] == "share/jupyter/labextensions/notebook-meet"
