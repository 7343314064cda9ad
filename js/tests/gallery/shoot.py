"""Photographs every screen with scripted calls: ``python js/tests/gallery/shoot.py OUT [--lang zh-CN] [scene ...]``.

Light and dark, 320, 360, 800 and 1400 px wide. Needs Playwright, a Chromium (``CHROMIUM`` or on the PATH) and
``js/node_modules``. With JupyterLab installed, cells are shown in its own theme's colours. Exits with 1 when a page throws an
error, after every picture was taken.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[3]))
from tests.gallery.stage import Stage, stage  # a script finds what lies beside it, not its repository

WIDTHS = {320: 640, 360: 740, 800: 600, 1400: 860}


def shoot_all(browser: Browser, shown: Stage, out: Path, wanted: list[str], language: str) -> list[str]:
    """Photographs the scenes; returns what the pages threw, each with where it happened."""
    errors: list[str] = []
    for scheme in ("light", "dark"):
        for width, height in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.on("pageerror", lambda error: errors.append(f"{page.url} ({width}, {scheme}): {error}"))
            for scene in wanted or shown.scenes(page):
                shown.show(page, scene, scheme=scheme, language=language)
                page.screenshot(path=out / f"{scene}-{width}-{scheme}.png", full_page=True)
            page.close()
    return errors


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("scenes", nargs="*")
    parser.add_argument("--lang", default="en")
    asked = parser.parse_intermixed_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with stage() as shown, sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        with playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        ) as browser:
            errors = shoot_all(browser, shown, asked.out, asked.scenes, asked.lang)
    if errors:
        sys.exit("\n".join(errors))


if __name__ == "__main__":
    main()
