"""``pip install`` of the one wheel is all that a user does."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.environments import environment
from tests.e2e.jupyter import JupyterServer
from tests.e2e.people import SLOW, person
from tests.e2e.secrets_scan import Secrets, watched


@pytest.fixture(scope="module")
def user_python(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """An environment in which someone has installed the wheel, and nothing else."""
    return environment(tmp_path_factory.mktemp("user"), str(wheel))


def test_installed_wheel_serves_meetings(user_python: Path, browser: Browser, tmp_path: Path) -> None:
    secrets = Secrets()
    server = JupyterServer(tmp_path, app="server", python=str(user_python))
    with watched(server, secrets):
        ada, grace = person(browser, server, "Ada", secrets), person(browser, server, "Grace", secrets)
        ada.page.goto(f"{server.url}meet/")
        ada.page.get_by_role("textbox", name="Meeting title", exact=True).fill("From a wheel", timeout=SLOW)
        ada.page.get_by_role("button", name="Create meeting", exact=True).click()
        ada.join()
        grace.page.goto(ada.page.url)
        grace.join()
        for someone in (ada, grace):
            assert someone.complaints == []
            someone.context.close()
