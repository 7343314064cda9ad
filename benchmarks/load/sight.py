"""What a page shows, and when, by its own clock: that is the machine's, as ``time.time()``."""

from playwright.sync_api import Page

from tests.e2e.waiting import wait_until

MINUTE = 60_000.0

_NOTE = """() => {
  const holds = CONDITION;
  window.__shown = 0;
  const look = () => {
    if (window.__shown || !holds()) return;
    window.__shown = Date.now();
    observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  look();
}"""
_WATCH = """(name) => {
  const video = document.querySelector(`figure[aria-label="${name}"] video`);
  const next = () => {
    window.__pictures.push(Date.now());
    video.requestVideoFrameCallback(next);
  };
  window.__pictures = [Date.now()];
  video.requestVideoFrameCallback(next);
}"""


def note(page: Page, condition: str) -> None:
    """From now on the page looks, with every change of what it shows, whether a condition holds: a JavaScript function."""
    page.evaluate(_NOTE.replace("CONDITION", condition))


def shown(page: Page) -> float:
    """When that was so for the first time, in milliseconds since the epoch.

    Raises:
        AssertionError: it was not within a minute.
    """
    wait_until(page, "() => window.__shown > 0", timeout=MINUTE)
    at: float = page.evaluate("window.__shown")
    return at


def gone(name: str) -> str:
    """The condition that the tile which now has this name is gone; another one may have come for it."""
    tile = f"""document.querySelector('figure[aria-label="{name}"]')"""
    return f"((tile) => () => !tile.isConnected)({tile})"


def says(selector: str, words: str) -> str:
    """The condition that an element's text has these words in it."""
    return f"""() => document.querySelector('{selector}')?.textContent.includes("{words}")"""


def watch_pictures(page: Page, name: str) -> None:
    """From now on the page remembers when it shows a new picture of that person."""
    page.evaluate(_WATCH, name)


def forget_pictures(page: Page) -> None:
    """Those until now do not count."""
    page.evaluate("() => { window.__pictures = [Date.now()]; }")


def longest_gap(page: Page) -> float:
    """The longest time without a new picture, in milliseconds."""
    gap: float = page.evaluate(
        """() => {
          const times = [...window.__pictures, Date.now()];
          return Math.max(...times.slice(1).map((at, before) => at - times[before]));
        }"""
    )
    return gap


def picture_after(page: Page, at: float) -> float:
    """When the first picture after a moment was shown, in milliseconds since the epoch.

    Raises:
        AssertionError: none came within a minute.
    """
    wait_until(page, "(at) => window.__pictures.some((one) => one > at)", at, timeout=MINUTE)
    found: float = page.evaluate("(at) => window.__pictures.find((one) => one > at)", at)
    return found
