"""A kernel from another environment, without jupyter_server, works with the server's extension."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.jupyter import JupyterServer, running
from tests.e2e.people import SLOW, person
from tests.e2e.secrets_scan import Secrets

REPOSITORY = Path(__file__).parents[2]
KERNEL_NEEDS = ("ipykernel", "anywidget", "msgspec")


def pip(python: Path, *arguments: str) -> None:
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments],
        check=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def lean_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with this package installed with --no-deps, and only what a kernel needs."""
    folder = tmp_path_factory.mktemp("lean")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, REPOSITORY],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    pip(python, "-c", str(REPOSITORY / "constraints.txt"), *KERNEL_NEEDS)
    pip(python, "--no-deps", str(next(folder.glob("*.whl"))))
    missing = subprocess.run([python, "-c", "import jupyter_server"], capture_output=True, check=False)
    assert missing.returncode != 0, "the environment was to be without jupyter_server"
    return python


def test_kernel_without_jupyter_server(lean_python: Path, browser: Browser, tmp_path: Path) -> None:
    server = JupyterServer(tmp_path)
    spec = server.folder / "data" / "kernels" / "lean"
    spec.mkdir(parents=True)
    argv = [str(lean_python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "Lean", "language": "python"})
    )
    with running(server):
        path = server.notebook(
            "lean.ipynb",
            'from notebook_meet import Meeting\nm = Meeting.create("Lean")\nm',
            "sorted(p.name for p in m.participants)",
        )
        document = json.loads(path.read_text())
        document["metadata"]["kernelspec"] = {"name": "lean", "display_name": "Lean", "language": "python"}
        path.write_text(json.dumps(document))
        ada = person(browser, server, "Ada", Secrets())
        ada.open_lab("lean.ipynb")
        ada.run_cell(0)
        expect(ada.page.get_by_role("heading", name="Lean")).to_be_visible(timeout=SLOW)
        ada.join()
        ada.run_cell(1)
        expect(
            ada.page.locator(".jp-Notebook .jp-CodeCell").nth(1).locator(".jp-OutputArea-output")
        ).to_contain_text("['Ada']")
        ada.context.close()
