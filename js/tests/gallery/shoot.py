"""Photographs every screen with scripted calls: ``python js/tests/gallery/shoot.py OUT [scene ...]``.

Light and dark, 320, 360, 800 and 1400 px wide. Needs Playwright, a Chromium (``CHROMIUM`` or on the PATH) and
``js/node_modules``. With JupyterLab installed, cells are shown in its own theme's colours. Exits with 1 when a page throws an
error, after every picture was taken.
"""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
JS = HERE.parent.parent
WIDTHS = {320: 640, 360: 740, 800: 600, 1400: 860}
THEMES = Path(sys.prefix) / "share/jupyter/lab/themes/@jupyterlab"


def build(folder: Path) -> None:
    """Bundles the gallery and the style sheet as the product does, but readable."""
    entries = [f"gallery={HERE / 'gallery.tsx'}", f"meet={JS / 'src/ui/styles/index.css'}"]
    options = ["--bundle", "--format=esm", "--target=es2022", "--jsx=automatic", "--jsx-import-source=preact"]
    esbuild = JS / "node_modules/.bin/esbuild"
    subprocess.run([esbuild, *entries, *options, f"--outdir={folder}", "--log-level=warning"], cwd=JS, check=True)
    shutil.copy(HERE / "index.html", folder)


def theme(scheme: str) -> str:
    """JupyterLab's variables for a colour scheme, for cells only; nothing when it is not installed."""
    path = THEMES / f"theme-{scheme}-extension/index.css"
    if not path.exists():
        return ""
    rules = re.findall(r":root\s*(\{[^}]*\})", path.read_text())
    return "\n".join(f".gallery-notebook {rule}" for rule in rules)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def shoot(page: Page, address: str, scene: str, scheme: str, out: Path) -> None:
    page.goto(f"{address}?scene={scene}")
    page.evaluate("(light) => document.body.setAttribute('data-jp-theme-light', light)", str(scheme == "light").lower())
    for name in page.evaluate("window.galleryClicks"):
        button = page.get_by_role("button", name=name, exact=True)
        if button.last.is_visible():
            button.last.click()
    page.mouse.move(0, 0)
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)")
    page.wait_for_function("() => [...document.querySelectorAll('video')].every((one) => !one.srcObject || one.readyState > 1)")
    page.screenshot(path=out, full_page=True)


def shoot_all(browser: Browser, folder: Path, address: str, out: Path, wanted: list[str]) -> list[str]:
    """Photographs the scenes; returns what the pages threw, each with where it happened."""
    errors: list[str] = []
    for scheme in ("light", "dark"):
        (folder / "theme.css").write_text(theme(scheme))
        for width, height in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.on("pageerror", lambda error: errors.append(f"{page.url} ({width}, {scheme}): {error}"))
            page.goto(address)
            for scene in wanted or page.evaluate("window.galleryScenes"):
                shoot(page, address, scene, scheme, out / f"{scene}-{width}-{scheme}.png")
            page.close()
    return errors


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        build(folder)
        handler = functools.partial(Quiet, directory=name)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        errors = shoot_all(browser, folder, f"http://127.0.0.1:{server.server_port}/index.html", out, sys.argv[2:])
        browser.close()
        server.shutdown()
    if errors:
        sys.exit("\n".join(errors))


if __name__ == "__main__":
    main()
