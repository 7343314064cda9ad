"""The browser engine's connections in a real browser: two of them in one page, with a pipe for a server."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

JS = Path(__file__).parents[2] / "js"
FOUR = [[4, 4, 4], [4, 4, 4]]
"""At both ends: m-lines of the local and of the remote description, transceivers in use."""


@pytest.fixture(scope="module")
def harness() -> str:
    """js/tests/browser/pair.ts as one script that sets ``window.pair``."""
    command = [JS / "node_modules/.bin/esbuild", "tests/browser/pair.ts", "--bundle", "--global-name=pair"]
    return subprocess.run(command, cwd=JS, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def page(browser: Browser, harness: str) -> Iterator[Page]:
    """An empty page of a secure origin that never reaches the network, with the harness in it."""
    context = browser.new_context(permissions=["camera", "microphone"])
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto("http://localhost/")
    page.add_script_tag(content=harness)
    yield page
    context.close()


def run(page: Page, name: str) -> Any:
    return page.evaluate(f"pair.{name}()")


def test_media_flows_both_ways(page: Page) -> None:
    told = run(page, "media")
    assert told["lines"] == FOUR
    assert told["kinds"] == [[["audio", "video"], ["audio", "video"]]] * 2
    assert told["said"] == [["offer"], ["answer"]]


def test_both_offering_at_once_always_connects_with_four_media_lines(page: Page) -> None:
    assert [run(page, "glare") for _ in range(20)] == [FOUR] * 20


def test_a_lost_answer_does_not_keep_them_apart(page: Page) -> None:
    assert run(page, "lostAnswer") == FOUR


def test_restarts_after_glare_add_nothing(page: Page) -> None:
    assert run(page, "glareRestart") == FOUR


def test_toggles_and_other_devices_do_not_renegotiate(page: Page) -> None:
    told = run(page, "toggles")
    assert told["after"] == told["before"]
    assert told["lines"] == FOUR


def test_restart(page: Page) -> None:
    told = run(page, "restart")
    assert told["lines"] == FOUR
    assert told["said"] == [["offer", "answer"], ["answer", "offer"]]


def test_a_screen_starts_and_stops_on_lines_of_its_own_without_a_word(page: Page) -> None:
    told = run(page, "screens")
    assert told["after"] == told["before"]
    assert told["none"] == 0, "nothing comes of a screen that nobody shares"
    assert told["lines"] == FOUR


def test_what_the_other_side_does_not_show_is_not_sent(page: Page) -> None:
    assert run(page, "wishes")["lines"] == [1, 1]
