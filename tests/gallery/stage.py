"""Every screen of the product with scripted calls (``js/tests/gallery/scenes.ts``), in a browser, without a server of Jupyter's."""

import functools
import http.server
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page
from typing_extensions import override

from tests.e2e.waiting import wait_until

JS = Path(__file__).parents[2] / "js"
THEMES = Path(sys.prefix) / "share/jupyter/lab/themes/@jupyterlab"

Scheme = Literal["light", "dark"]

SETTLED = """() =>
  document.getAnimations().every((one) => one.playState !== "running" || one.effect.getTiming().iterations === Infinity)
  && [...document.querySelectorAll("video")].every((one) => !one.srcObject || one.readyState > 1)"""


@dataclass(frozen=True)
class Stage:
    """Where the scenes are shown."""

    address: str

    def scenes(self, page: Page) -> list[str]:
        """The names of all."""
        page.goto(self.address)
        names: list[str] = page.evaluate("window.galleryScenes")
        return names

    def show(self, page: Page, scene: str, *, scheme: Scheme = "light", language: str = "en") -> None:
        """Draws a scene, clicks what it wants clicked, and waits until nothing moves."""
        page.goto(f"{self.address}?scene={scene}")
        light(page, scheme)
        for name in page.evaluate("window.galleryClicks"):
            button = page.get_by_role("button", name=name, exact=True)
            if button.last.is_visible():
                button.last.click()
        speak(page, language)  # now: the names of what is clicked are English
        page.mouse.move(0, 0)
        wait_until(page, SETTLED)


def light(page: Page, scheme: Scheme) -> None:
    """Turns the light on or off: in the notebook around a cell, and in the system."""
    page.emulate_media(color_scheme=scheme)
    attribute = "(value) => document.body.setAttribute('data-jp-theme-light', value)"
    page.evaluate(attribute, str(scheme == "light").lower())


def speak(page: Page, language: str) -> None:
    """Chooses a language, as the combobox does."""
    choose = "(tag) => window.dispatchEvent(new CustomEvent('notebook-meet.language', { detail: tag }))"
    page.evaluate(choose, language)


@contextmanager
def stage() -> Iterator[Stage]:
    """Builds the scenes and serves them while the block runs."""
    with tempfile.TemporaryDirectory() as name:
        _build(Path(name))
        handler = functools.partial(_Quiet, directory=name)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield Stage(f"http://127.0.0.1:{server.server_port}/index.html")
            server.shutdown()


def _build(folder: Path) -> None:
    """Bundles the scenes and the style sheet as the product does, but readable."""
    entries = [f"gallery={JS / 'tests/gallery/gallery.tsx'}", f"meet={JS / 'src/ui/styles/index.css'}"]
    options = ["--bundle", "--format=esm", "--target=es2022", "--jsx=automatic", "--jsx-import-source=preact"]
    command = [
        JS / "node_modules/.bin/esbuild",
        *entries,
        *options,
        f"--outdir={folder}",
        "--log-level=warning",
    ]
    subprocess.run(command, cwd=JS, check=True)
    shutil.copy(JS / "tests/gallery/index.html", folder)
    (folder / "theme.css").write_text(_theme("light") + _theme("dark"), encoding="utf-8")


def _theme(scheme: Scheme) -> str:
    """JupyterLab's variables for a colour scheme, for cells only; nothing when it is not installed."""
    path = THEMES / f"theme-{scheme}-extension/index.css"
    if not path.exists():
        return ""
    around = f'.gallery-notebook[data-jp-theme-light="{str(scheme == "light").lower()}"]'
    return "\n".join(
        f"{around} {rule}" for rule in re.findall(r":root\s*(\{[^}]*\})", path.read_text("utf-8"))
    )


class _Quiet(http.server.SimpleHTTPRequestHandler):
    @override
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
