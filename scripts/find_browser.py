"""Print the path of a browser for the browser tests, installing one where that is possible.

    python scripts/find_browser.py             Chromium
    python scripts/find_browser.py firefox     Firefox

Looked for, in this order: $CHROMIUM or $FIREFOX; a browser on PATH; Debian's package (as root); for Chromium, Playwright's
own download. Only the path goes to stdout; what installers say goes to stderr. Exits with 1 when there is no browser.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Wanted:
    """A browser, and where it comes from."""

    variable: str
    commands: tuple[str, ...]
    packages: tuple[str, ...]
    """Debian's."""
    advice: str


CHROMIUM = Wanted(
    "CHROMIUM",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    ("chromium", "fonts-liberation", "fonts-noto-color-emoji"),
    """\
No Chromium was found and none could be installed. One of these helps:
  - install Chromium or Google Chrome, so that it is on PATH
  - set CHROMIUM=/path/to/the/browser
  - run: python -m playwright install --with-deps chromium""",
)
FIREFOX = Wanted(
    "FIREFOX",
    ("firefox-esr", "firefox"),
    ("firefox-esr",),
    """\
No Firefox was found and none could be installed. One of these helps:
  - install Firefox, so that it is on PATH as firefox or firefox-esr
  - set FIREFOX=/path/to/the/browser""",
)


def run(*command: str) -> bool:
    """Run a command with its output on stderr; True if it succeeded."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, check=False, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment
        )
    except OSError:
        return False
    return done.returncode == 0


def named(wanted: Wanted) -> str | None:
    """The browser that the variable names. A name that leads nowhere is an error, not a reason to take another one."""
    given = os.environ.get(wanted.variable)
    if not given:
        return None
    found = shutil.which(given)
    if found is None:
        sys.exit(f"{wanted.variable}={given} is not a program that can be run.")
    return found


def on_path(wanted: Wanted) -> str | None:
    """The first browser on PATH."""
    return next((path for path in map(shutil.which, wanted.commands) if path), None)


def is_debian() -> bool:
    """Ubuntu's package only points to a snap, so it does not count."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def from_debian(wanted: Wanted) -> str | None:
    """The browser, and fonts where it needs some, from Debian's packages."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None or not is_debian():
        return None
    if run("apt-get", "update", "-q") and run(
        "apt-get", "install", "-q", "-y", "--no-install-recommends", *wanted.packages
    ):
        return on_path(wanted)
    return None


def from_playwright(wanted: Wanted) -> str | None:
    """Playwright's own build of Chromium; that of Firefox is another browser than people have."""
    if wanted is not CHROMIUM:
        return None
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if not run(sys.executable, "-m", "playwright", "install", "chromium"):
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


SOURCES: tuple[Callable[[Wanted], str | None], ...] = (named, on_path, from_debian, from_playwright)


def main() -> None:
    """Print the first browser that a source has."""
    wanted = FIREFOX if sys.argv[1:] == ["firefox"] else CHROMIUM
    for source in SOURCES:
        if path := source(wanted):
            print(path)
            return
    sys.exit(wanted.advice)


if __name__ == "__main__":
    main()
