"""Print the path of a Chromium for the browser tests, installing one where that is possible.

Looked for, in this order: $CHROMIUM; a browser on PATH; Debian's package (as root); Playwright's own download.
Only the path goes to stdout; what installers say goes to stderr. Exits with 1 when there is no browser.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_PACKAGES = ("chromium", "fonts-liberation", "fonts-noto-color-emoji")
ADVICE = """\
No Chromium was found and none could be installed. One of these helps:
  - install Chromium or Google Chrome, so that it is on PATH
  - set CHROMIUM=/path/to/the/browser
  - run: python -m playwright install --with-deps chromium"""


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


def named() -> str | None:
    """The browser that $CHROMIUM names. A name that leads nowhere is an error, not a reason to take another one."""
    given = os.environ.get("CHROMIUM")
    if not given:
        return None
    found = shutil.which(given)
    if found is None:
        sys.exit(f"CHROMIUM={given} is not a program that can be run.")
    return found


def on_path() -> str | None:
    """The first browser on PATH."""
    return next((path for path in map(shutil.which, COMMANDS) if path), None)


def is_debian() -> bool:
    """Ubuntu's package only points to a snap, so it does not count."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def from_debian() -> str | None:
    """Chromium and fonts from Debian's packages."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None or not is_debian():
        return None
    if run("apt-get", "update", "-q") and run(
        "apt-get", "install", "-q", "-y", "--no-install-recommends", *DEBIAN_PACKAGES
    ):
        return on_path()
    return None


def from_playwright() -> str | None:
    """Playwright's own build of Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if not run(sys.executable, "-m", "playwright", "install", "chromium"):
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


SOURCES: tuple[Callable[[], str | None], ...] = (named, on_path, from_debian, from_playwright)


def main() -> None:
    """Print the first browser that a source has."""
    for source in SOURCES:
        if path := source():
            print(path)
            return
    sys.exit(ADVICE)


if __name__ == "__main__":
    main()
