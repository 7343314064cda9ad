"""The same call between Chromium and Firefox."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.firefox import Firefox
from tests.e2e.media import WATCH, expect_media_from, expect_moving, expect_no_picture_sent, look_away
from tests.e2e.meetings import created
from tests.e2e.people import Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

pytestmark = pytest.mark.alone

FLOWS = 120_000.0
"""Milliseconds in which media flows, also on a busy machine."""
MOVING = """(name) => {
  const video = document.querySelector(`figure[aria-label="${name}"] video`);
  if (!video) return false;
  const before = (window.__seen ??= video.currentTime);
  return video.videoWidth > 0 && !video.paused && video.currentTime > before + 0.3;
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> Iterator[JupyterServer]:
    with watched(JupyterServer(tmp_path_factory.mktemp("server"), app="server"), secrets) as server:
        yield server


@pytest.fixture
def firefox(tmp_path: Path, lab: JupyterServer) -> Iterator[Firefox]:
    """Logged in to the server."""
    with Firefox(tmp_path / "firefox") as firefox:
        firefox.page.add_init_script(WATCH)
        firefox.page.goto(f"{lab.url}login?token={lab.token}&next={lab.base_url}api/status")
        yield firefox


def join(firefox: Firefox, address: str, name: str) -> None:
    firefox.page.goto(address)
    firefox.page.fill("Your name", name)
    firefox.page.click("button", "Join meeting")
    firefox.page.expect("figure", f"{name} (you)")


@pytest.mark.parametrize("first", ["Chromium", "Firefox"])
def test_chromium_and_firefox_see_and_hear_each_other(
    meet: Callable[..., Person], lab: JupyterServer, firefox: Firefox, first: str
) -> None:
    """Who comes second offers, so it takes both orders."""
    address = f"{lab.url}meet/{created(lab, 'Two browsers')}"
    ada = meet("Ada")
    ada.page.goto(address)
    if first == "Chromium":
        ada.join()
    join(firefox, address, "Grace")
    if first == "Firefox":
        ada.join()
    expect_media_from(ada.page, 1, timeout=FLOWS)
    expect_media_from(firefox.page, 1, timeout=FLOWS)
    expect_moving(ada.page, "Grace")
    wait_until(firefox.page, MOVING, "Ada", timeout=FLOWS)
    firefox.page.expect("button", "Good connection")
    look_away(ada.page, hidden=True)
    expect_no_picture_sent(firefox.page, timeout=FLOWS)
    look_away(ada.page, hidden=False)
    expect_media_from(ada.page, 1, timeout=FLOWS)
    expect(ada.tile("Grace").get_by_role("button", name="Good connection", exact=True)).to_have_count(
        1, timeout=FLOWS
    )
    expect(ada.status).to_have_text("Connected")
