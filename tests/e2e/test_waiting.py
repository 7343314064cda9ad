"""Waiting really waits, and what it waits for can fail to come."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.media import LOUD, expect_media_from
from tests.e2e.meetings import created
from tests.e2e.people import Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

APP = "server"
STILL = """async () => {
  const [before] = await window.__received();
  await new Promise((done) => setTimeout(done, 1_000));
  const [now] = await window.__received();
  return now.energy < before.energy + LOUD || now.frames === before.frames;
}""".replace("LOUD", str(LOUD))
"""What was on its way when a device was switched off still comes."""
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page() as page:
        yield page


@pytest.mark.parametrize("condition", ["() => ++window.asked > 3", "async () => ++window.asked > 3"])
def test_a_condition_is_asked_until_it_is_so(page: Page, condition: str) -> None:
    page.evaluate("window.asked = 0")
    wait_until(page, condition)
    assert page.evaluate("window.asked") == 4


@pytest.mark.parametrize("condition", ["() => false", "async () => false"])
def test_what_never_comes_fails(page: Page, condition: str) -> None:
    with pytest.raises(AssertionError, match=r"not so after 0\.3 s"):
        wait_until(page, condition, timeout=300)


def test_nobody_waits_in_the_way_that_takes_promises_for_true() -> None:
    files = [
        file for folder in ("tests", "benchmarks", "scripts") for file in (REPOSITORY / folder).rglob("*.py")
    ]
    assert [file.name for file in files if re.search(r"\.wait_for_function\(", file.read_text())] == []


def test_a_call_without_sound_or_picture_is_noticed(meet: Callable[..., Person], lab: JupyterServer) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    for person in (ada, grace):
        person.page.goto(f"{lab.url}meet/{created(lab, 'Silence')}" if person is ada else ada.page.url)
        person.join()
    expect_media_from(ada.page, 1)
    for device in ("Microphone", "Camera"):
        button = grace.page.get_by_role("button", name=device, exact=True)
        button.click()
        wait_until(ada.page, STILL)
        with pytest.raises(AssertionError, match="did not flow"):
            expect_media_from(ada.page, 1, timeout=3_000)
        button.click()
        expect_media_from(ada.page, 1)
    with pytest.raises(AssertionError, match="did not flow"):
        expect_media_from(ada.page, 2, timeout=1_000)
