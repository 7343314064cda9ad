"""How long a tile stays after its person has clicked ``Leave meeting``, in two real pages on this machine."""

import os
import tempfile
from pathlib import Path

from load.sight import gone, note, shown
from playwright.sync_api import Page, sync_playwright
from rows import Row

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path
from tests.e2e.meetings import created
from tests.e2e.people import People
from tests.e2e.secrets_scan import Secrets
from tests.jupyter import JupyterServer, running

NAME = "From the click on Leave meeting"
ROUNDS = int(os.environ.get("ROUNDS", "20"))
BOUND = 2000.0

# Both pages read the same clock, the machine's.
CLICK = """() => {
  const at = Date.now();
  document.querySelector('button[aria-label="Leave meeting"]').click();
  return [at, window.__live().length];
}"""


def leave(ada: Page, grace: Page) -> tuple[float, int]:
    """Milliseconds until Grace's tile is gone for Ada, and how many of her devices run when the click is done."""
    note(ada, gone("Grace"))
    at, live = grace.evaluate(CLICK)
    return shown(ada) - at, live


def measure() -> list[Row]:
    """One meeting; Grace leaves and comes back."""
    times: list[float] = []
    running_devices: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        with running(JupyterServer(Path(folder), app="server")) as server:
            link = f"{server.url}meet/{created(server, 'Leaving')}"
            people = People()
            ada, grace = (people.meet(browser, server, name, Secrets()) for name in ("Ada", "Grace"))
            for someone in (ada, grace):
                someone.page.goto(link)
                someone.join()
            for _ in range(ROUNDS):
                ada.tile("Grace").wait_for()
                milliseconds, live = leave(ada.page, grace.page)
                times.append(milliseconds)
                running_devices.append(float(live))
                grace.page.get_by_role("button", name="Rejoin meeting", exact=True).click()
                grace.expect_in()
            people.close()
    return [
        Row("the tile is gone for the others", "ms", times, bound=BOUND),
        Row("devices still running at once", "", running_devices, bound=0),
    ]
