"""From the click on Join to the first picture of the other, beside the same pages with signalling inside the browser."""

import os
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rows import Row

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path
from tests.e2e.meetings import created
from tests.e2e.people import People, Person
from tests.e2e.secrets_scan import Secrets
from tests.jupyter import JupyterServer, running

NAME = "From the click on Join to the first picture of the other"
NOTE = """Two pages of one Chromium on this machine, made-up cameras, one person waiting in the meeting. The baseline, in turn in the same
run: the same page with the same engine, whose admissions are given out and whose messages go from tab to tab without leaving the browser.
Both capture after the click, and both ends of both calls are on these two cores."""
ROUNDS = int(os.environ.get("ROUNDS", "20"))
JS = Path(__file__).parents[1] / "js"

CLICK = """(label) => {
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === label);
  const started = performance.now();
  const first = new Promise((resolve) => {
    const look = () => {
      const video = document.querySelector('figure[aria-label="Ada"] video');
      if (!video) return;
      observer.disconnect();
      video.requestVideoFrameCallback(() => resolve(performance.now() - started));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true });
  });
  button.click();
  return first;
}"""


def in_process(browser: Browser, people: People, server: JupyterServer, link: str) -> tuple[Person, Person]:
    """The same pages, with a server inside the browser: two tabs of one profile, which can hear each other."""
    command = [
        JS / "node_modules/.bin/esbuild",
        "tests/browser/in-process.tsx",
        *["--bundle", "--minify", "--format=esm", "--target=es2022"],
        *["--jsx=automatic", "--jsx-import-source=preact"],
    ]
    script = subprocess.run(command, cwd=JS, check=True, capture_output=True, text=True).stdout
    ada = people.meet(browser, server, "Ada", Secrets())
    grace = Person("Grace", ada.context, server)
    ada.context.route(
        "**/static/page.js?*", lambda route: route.fulfill(body=script, content_type="text/javascript")
    )
    for someone in (ada, grace):
        someone.page.goto(link)
    return ada, grace


def clicked(grace: Person, label: str) -> float:
    """One join, and out again."""
    grace.page.get_by_role("button", name=label, exact=True).wait_for()
    milliseconds: float = grace.page.evaluate(CLICK, label)
    grace.leave()
    grace.page.get_by_role("button", name="Rejoin meeting", exact=True).wait_for()
    return milliseconds


def measure() -> list[Row]:
    """The first join of each is a warm-up."""
    ours: list[float] = []
    inside: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        with running(JupyterServer(Path(folder), app="server")) as server:
            link = f"{server.url}meet/{created(server, 'First frame')}"
            people, secrets = People(), Secrets()
            ada, grace = (people.meet(browser, server, name, secrets) for name in ("Ada", "Grace"))
            for someone in (ada, grace):
                someone.page.goto(link)
            pairs = (ada, grace), in_process(browser, people, server, link)
            for waiting, comes in pairs:
                waiting.join()
                comes.fill_prejoin()
                clicked(comes, "Join meeting")
            for _ in range(ROUNDS):
                for (_, comes), values in zip(pairs, (ours, inside), strict=True):
                    values.append(clicked(comes, "Rejoin meeting"))
            people.close()
    return [
        Row("through the server", "ms", ours, inside, 1.3),
        Row("signalling inside the browser", "ms", inside),
    ]
