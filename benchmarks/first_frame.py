"""From the click on Join to the first picture of the other, beside the same engine without any server in between."""

import os
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rows import Row

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path
from tests.e2e.meetings import created
from tests.e2e.people import People, Person
from tests.e2e.secrets_scan import Secrets
from tests.jupyter import JupyterServer, running

NAME = "From the click on Join to the first picture of the other"
NOTE = """Two pages of one Chromium on this machine, made-up cameras, one person waiting in the meeting. The baseline: the same two ends
(capture, RTCPeerConnection, perfect negotiation) in two pages whose signals go straight from one to the other, in turn in the same run;
it has no page around it, no admission and no socket. Both capture after the click."""
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


def direct_pages(browser: Browser) -> tuple[Page, Page]:
    """Two pages of a secure origin that never reaches the network, one of them waiting."""
    command = [
        JS / "node_modules/.bin/esbuild",
        "tests/browser/direct.ts",
        "--bundle",
        "--global-name=direct",
    ]
    script = subprocess.run(command, cwd=JS, check=True, capture_output=True, text=True).stdout
    context = browser.new_context(permissions=["camera", "microphone"])
    pages = context.new_page(), context.new_page()
    for page in pages:
        page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        page.goto("http://localhost/")
        page.add_script_tag(content=script)
    pages[0].evaluate("direct.wait()")
    return pages


def clicked(grace: Person, label: str) -> float:
    """One join, and out again."""
    grace.page.get_by_role("button", name=label, exact=True).wait_for()
    milliseconds: float = grace.page.evaluate(CLICK, label)
    grace.leave()
    grace.page.get_by_role("button", name="Rejoin meeting", exact=True).wait_for()
    return milliseconds


def measure() -> list[Row]:
    """The first round of each is a warm-up."""
    ours: list[float] = []
    direct: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        with running(JupyterServer(Path(folder), app="server")) as server:
            link = f"{server.url}meet/{created(server, 'First frame')}"
            people, secrets = People(), Secrets()
            ada, grace = (people.meet(browser, server, name, secrets) for name in ("Ada", "Grace"))
            for someone in (ada, grace):
                someone.page.goto(link)
            ada.join()
            grace.fill_prejoin()
            clicked(grace, "Join meeting")
            _, caller = direct_pages(browser)
            caller.evaluate("direct.join()")
            for _ in range(ROUNDS):
                ours.append(clicked(grace, "Rejoin meeting"))
                direct.append(caller.evaluate("direct.join()"))
            people.close()
    return [
        Row("through the server, in the real page", "ms", ours, direct, 1.3),
        Row("from page to page", "ms", direct),
    ]
