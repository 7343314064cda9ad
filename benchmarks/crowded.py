"""What 25 tiles cost the page's main thread while something changes ten times a second: a microphone, and who speaks."""

import os
import subprocess
import time
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright
from rows import Row

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path
from tests.e2e.waiting import wait_until

NAME = "Main thread of a page with 25 tiles"
NOTE = """The page as it is shipped, on a call that a script plays; every tile shows a moving picture. A percent is a hundredth of a core."""
ROUNDS = int(os.environ.get("ROUNDS", "20"))
SECONDS = 5.0
BOUND = 20.0
JS = Path(__file__).parent.parent / "js"
STYLE = Path(__file__).parent.parent / "src/notebook_meet/static/meet.css"
ADDRESS = "http://localhost:9/crowded"
PLAYING = """() => {
  const videos = [...document.querySelectorAll("figure video")];
  return videos.length === 25 && videos.every((one) => !one.paused && one.videoWidth > 0);
}"""


def script() -> str:
    """The page's script, bundled as the product is."""
    command = [
        str(JS / "node_modules/.bin/esbuild"),
        "tests/browser/crowded.tsx",
        *["--bundle", "--minify", "--format=esm", "--target=es2022"],
        *["--jsx=automatic", "--jsx-import-source=preact"],
    ]
    return subprocess.run(command, cwd=JS, check=True, capture_output=True, text=True).stdout


def opened(page: Page) -> CDPSession:
    """Opens the page, which no server has, and waits until all pictures move."""
    html = f"<!doctype html><title>Crowded</title><style>{STYLE.read_text()}</style><body>"
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ADDRESS)
    page.add_script_tag(content=script(), type="module")
    wait_until(page, PLAYING)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # not what other programs take
    return session


def share(page: Page, session: CDPSession) -> float:
    """How much of a core the main thread was busy for, in percent."""
    started, before = time.monotonic(), worked(session)
    page.wait_for_timeout(SECONDS * 1000)
    return 100 * (worked(session) - before) / (time.monotonic() - started)


def worked(session: CDPSession) -> float:
    """Seconds of processor time that the main thread's tasks have taken."""
    found = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in found if one["name"] == "TaskDuration")


def measure() -> list[Row]:
    """First a page where nothing happens, then the same page in use."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 860})
        session = opened(page)
        rounds = max(2, ROUNDS // 4)
        still = [share(page, session) for _ in range(rounds)]
        page.evaluate("() => window.crowded.start()")
        busy = [share(page, session) for _ in range(rounds)]
        updates: int = page.evaluate("() => window.crowded.updates")
        browser.close()
    rate = updates / (rounds * SECONDS)
    return [
        Row("nothing happens", "%", still),
        Row("10 updates a second", "%", busy, bound=BOUND, judged="max"),
        Row("updates a second", "", [rate], bound=9, at_least=True),
    ]
