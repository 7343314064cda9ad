"""A kernel from another environment, without jupyter_server, works with the server's extension."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.environments import environment, pip
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer

KERNEL_NEEDS = ("ipykernel", "anywidget", "msgspec")


@pytest.fixture(scope="module")
def lean_python(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """A fresh environment with this package installed with --no-deps, and only what a kernel needs."""
    python = environment(tmp_path_factory.mktemp("lean"), *KERNEL_NEEDS)
    pip(python, "--no-deps", str(wheel))
    missing = subprocess.run([python, "-c", "import jupyter_server"], capture_output=True, check=False)
    assert missing.returncode != 0, "the environment was to be without jupyter_server"
    return python


def test_kernel_without_jupyter_server(
    lean_python: Path,
    serve: Callable[[JupyterServer], JupyterServer],
    meet: Callable[..., Person],
    tmp_path: Path,
) -> None:
    spec = tmp_path / "data" / "kernels" / "lean"
    spec.mkdir(parents=True)
    argv = [str(lean_python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "Lean", "language": "python"})
    )
    server = serve(JupyterServer(tmp_path))
    path = server.notebook(
        "lean.ipynb",
        'from notebook_meet import Meeting\nm = Meeting.create("Lean")\nm',
        "sorted(p.name for p in m.participants)",
    )
    document = json.loads(path.read_text())
    document["metadata"]["kernelspec"] = {"name": "lean", "display_name": "Lean", "language": "python"}
    path.write_text(json.dumps(document))
    ada = meet("Ada", at=server)
    ada.open_lab("lean.ipynb")
    ada.run_cell(0)
    expect(ada.page.get_by_role("heading", name="Lean")).to_be_visible(timeout=SLOW)
    ada.join()
    ada.run_cell(1)
    expect(
        ada.page.locator(".jp-Notebook .jp-CodeCell").nth(1).locator(".jp-OutputArea-output")
    ).to_contain_text("['Ada']")
