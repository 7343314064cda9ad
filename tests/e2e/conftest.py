"""Fixtures of the browser tests: one Chromium, one real JupyterLab server per module, people with browsers of their own."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright

from tests.chaos import LoopThread, TcpProxy
from tests.e2e.environments import build_wheel
from tests.e2e.people import GATHERED, Person, gathered
from tests.e2e.secrets_scan import Secrets, watched
from tests.jupyter import JupyterServer

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
    """Takes a picture of everybody when a test fails, before anything of it is cleaned up."""
    report = yield
    if report.failed:
        folder = ARTIFACTS / re.sub(r"[^\w.\[\]-]+", "_", item.name)
        for people in item.session.stash.get(GATHERED, []):
            people.photograph(folder)
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
def chromium() -> Iterator[BrowserType]:
    # Package scope: Playwright's loop runs in this thread, and asyncio tests elsewhere need a thread without one.
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="package")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """Chromium with fake devices, for everybody who needs nothing special."""
    with chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS) as browser:
        yield browser


@pytest.fixture
def launch(chromium: BrowserType) -> Iterator[Callable[..., Browser]]:
    """Starts another Chromium for one test: ``launch("--flag", without=("--other-flag",))``."""
    with ExitStack() as stack:

        def start(*flags: str, without: tuple[str, ...] = ()) -> Browser:
            kept = [flag for flag in CHROMIUM_FLAGS if not without or not flag.startswith(without)]
            return stack.enter_context(chromium.launch(executable_path=chromium_path(), args=[*kept, *flags]))

        yield start


@pytest.fixture(scope="package")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist as a packager would, without npm."""
    return build_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture(scope="module")
def lab(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, secrets: Secrets
) -> Iterator[JupyterServer]:
    """A JupyterLab server, or what the module names as ``APP``: one without a front end is there sooner.

    When the module's tests are over, nothing it left behind may hold a secret.
    """
    app = getattr(request.module, "APP", "lab")
    with watched(JupyterServer(tmp_path_factory.mktemp(app), app=app), secrets) as server:
        yield server


@pytest.fixture(scope="package")
def chaos() -> Iterator[LoopThread]:
    """Where proxies live: Playwright keeps this thread's loop to itself."""
    with LoopThread() as thread:
        yield thread


@pytest.fixture
def proxy(chaos: LoopThread, lab: JupyterServer, secrets: Secrets) -> Iterator[TcpProxy]:
    """A network between somebody and the server that does what it is told."""
    with chaos.holding(TcpProxy(lab.port)) as proxy:
        secrets.ports.add(proxy.port)
        yield proxy


@pytest.fixture
def serve(secrets: Secrets) -> Iterator[Callable[[JupyterServer], JupyterServer]]:
    """Starts a server for one test alone, which then leaves no secret behind either."""
    with ExitStack() as stack:
        yield lambda server: stack.enter_context(watched(server, secrets))


@pytest.fixture
def meet(
    serve: Callable[[JupyterServer], JupyterServer],
    launch: Callable[..., Browser],
    secrets: Secrets,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Person]]:
    """Makes people: ``meet("Ada")``, ``meet("Carol", login=False)``, ``meet("Alan", at=server, browser=another)``.

    Their browsers close with the test, before the browsers and servers that were started for it alone.
    """
    with gathered(request.session) as people:

        def make(
            name: str, *, at: JupyterServer | None = None, browser: Browser | None = None, login: bool = True
        ) -> Person:
            window = browser or request.getfixturevalue("browser")
            return people.meet(window, at or request.getfixturevalue("lab"), name, secrets, login=login)

        yield make
