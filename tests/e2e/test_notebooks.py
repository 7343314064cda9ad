"""The notebooks that we hand out run from top to bottom in a real JupyterLab."""

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.e2e.people import SLOW, Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, meet: Callable[..., Person], lab: JupyterServer) -> None:
    copy = lab.root / path.name
    shutil.copy(path, copy)
    ada = meet("Ada")
    ada.open_lab(path.name)
    cells = ada.page.locator(".jp-Notebook .jp-CodeCell")
    for index in range(cells.count()):
        ada.run_cell(index)
    expect(ada.page.locator(".jp-Notebook [data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)
    ada.save()
    wait_until(ada.page, "() => !window.jupyterapp.shell.currentWidget.context.model.dirty", timeout=SLOW)
    outputs = [
        output
        for cell in nbformat.read(copy, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert not [output for output in outputs if output.output_type == "error"]
    assert [
        output for output in outputs if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    ]
