"""Jupyter's front ends, by what a test needs of them: when a notebook is ready, and how a cell is run."""

import re
from dataclasses import dataclass

from playwright.sync_api import Frame, Page, expect

from tests.e2e.waiting import wait_until

RAN = re.compile(r"\[\d+\]")
SLOW = 60_000.0
"""Milliseconds to wait for something heavy (JupyterLab, a kernel) on a busy small machine."""


@dataclass(frozen=True)
class FrontEnd:
    """One front end.

    Args:
        cell: selects the code cells.
        editor: selects a cell's editor, within the cell.
        prompt: selects its prompt.
        ready: JavaScript: whether a cell that is run now shows its output.
    """

    cell: str
    editor: str
    prompt: str
    ready: str

    def wait(self, page: Page | Frame) -> None:
        """Waits until the notebook that the page opens can be used."""
        wait_until(page, self.ready, timeout=SLOW)

    def run_cell(self, page: Page | Frame, index: int, *, wait: bool = True) -> None:
        """Runs one code cell as a person does: click into it, Ctrl+Enter.

        A freshly opened page can miss the first keys, so they are pressed again until the prompt shows that they were
        taken. Never once more than that: a second run replaces the first one's output.
        """
        keyboard = (page.page if isinstance(page, Frame) else page).keyboard
        cell = page.locator(self.cell).nth(index)
        prompt = cell.locator(self.prompt).first
        before = prompt.inner_text(timeout=SLOW)
        for _ in range(5):
            cell.locator(self.editor).first.click()
            keyboard.press("Control+Enter")
            try:
                expect(prompt).not_to_have_text(before, timeout=3_000)
                break
            except AssertionError:
                continue
        if wait:
            expect(prompt).to_have_text(RAN, timeout=SLOW)


_SESSION = "window.jupyterapp?.shell?.currentWidget?.sessionContext"
LAB = FrontEnd(
    cell=".jp-Notebook .jp-CodeCell",
    editor=".jp-InputArea-editor",
    prompt=".jp-InputArea-prompt",
    ready=f"() => {_SESSION}?.session?.kernel && {_SESSION}.kernelDisplayStatus === 'idle'",
)
NOTEBOOK_7 = LAB
"""Built of the same parts."""
NBCLASSIC = FrontEnd(
    cell=".code_cell",
    editor=".input_area",
    prompt=".input_prompt",
    # A widget of a cell that is run before there is a manager of widgets is never shown, whosever it is.
    ready="() => window.Jupyter?.notebook?.kernel?.is_connected() && Jupyter.notebook.kernel.widget_manager",
)
