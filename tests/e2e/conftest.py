"""Fixtures of the browser tests: one Chromium, one real JupyterLab server per module, people with browsers of their own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.environments import build_wheel
from tests.e2e.jupyter import JupyterServer
from tests.e2e.people import Person, person
from tests.e2e.secrets_scan import Secrets, watched

FAILED = pytest.StashKey[bool]()
ARTIFACTS = Path(__file__).parents[2] / "test-artifacts"
"""Where pictures of failed tests go."""
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=fps=10",
    "--allow-loopback-in-peer-connection",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser or a whole server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(autouse=True)
def jp_asyncio_loop() -> None:
    """No loop of pytest-jupyter's here: Playwright's own runs in this thread."""


@pytest.fixture(autouse=True)
def jp_server_cleanup() -> None:
    """Nothing to clean up: the servers of these tests are processes of their own."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remembers a failure until the browsers close, so that they can take a picture of it first."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def chromium_path() -> str:
    """The browser that ``scripts/find_browser.py`` found, or the one on the PATH.

    Raises:
        RuntimeError: there is none; the message says how to get one.
    """
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise RuntimeError("no Chromium: run the tests with `make test`, which finds or installs one")
    return found


@pytest.fixture(scope="package")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts Chromium with fake devices; extra flags as arguments."""
    # Package scope: Playwright's loop runs in this thread, and asyncio tests elsewhere need a thread without one.
    with sync_playwright() as playwright:
        started: list[Browser] = []

        def start(*flags: str, without: tuple[str, ...] = ()) -> Browser:
            arguments = (
                [flag for flag in CHROMIUM_FLAGS if not flag.startswith(without)]
                if without
                else CHROMIUM_FLAGS
            )
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*arguments, *flags])
            started.append(browser)
            return browser

        yield start
        for browser in started:
            browser.close()


@pytest.fixture(scope="package")
def browser(launch: Callable[..., Browser]) -> Browser:
    return launch()


@pytest.fixture(scope="package")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist as a packager would, without npm."""
    return build_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> Iterator[JupyterServer]:
    """A JupyterLab server. When the module's tests are over, nothing it left behind may hold a secret."""
    with watched(JupyterServer(tmp_path_factory.mktemp("lab")), secrets) as server:
        yield server


@pytest.fixture
def meet(
    browser: Browser, lab: JupyterServer, secrets: Secrets, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Person]]:
    """Makes people: ``meet("Ada")``; ``meet("Carol", login=False)`` has no login. Their browsers close with the test."""
    people: list[Person] = []

    def make(name: str, *, login: bool = True) -> Person:
        someone = person(browser, lab, name, secrets, login=login)
        people.append(someone)
        return someone

    yield make
    for someone in people:
        if request.node.stash.get(FAILED, False):
            someone.shoot(ARTIFACTS / request.node.name / f"{someone.name}.png")
        someone.context.close()
    assert [complaint for someone in people for complaint in someone.complaints] == []
