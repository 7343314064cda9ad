"""Devices that are missing, refused or out of reach: distinct words, and still a way in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.jupyter import JupyterServer
from tests.e2e.media import live_tracks, times_asked
from tests.e2e.meetings import created
from tests.e2e.people import SLOW, person
from tests.e2e.secrets_scan import Secrets, watched

FAKE = "--use-fake-ui-for-media-stream"
DEVICES = "--use-fake-device-for-media-stream"
CASES = {
    "denied": ((f"{FAKE}=deny",), (FAKE,), "blocked"),
    "none": ((), (DEVICES,), "found"),
}


@pytest.mark.parametrize("case", CASES)
def test_device_error_has_its_own_words(
    case: str, launch: Callable[..., Browser], lab: JupyterServer, secrets: Secrets
) -> None:
    flags, without, words = CASES[case]
    browser = launch(*flags, without=without)
    meeting = created(lab, "Devices")
    ada = person(browser, lab, "Ada", secrets)
    ada.page.goto(f"{lab.url}meet/{meeting}")
    ada.fill_prejoin()
    assert times_asked(ada.page) == 0, "nothing is asked before a click"
    ada.page.get_by_role("button", name="Join meeting", exact=True).click()
    expect(ada.page.get_by_role("alert")).to_contain_text(words, timeout=SLOW)
    expect(ada.page.get_by_role("button", name="Try again", exact=True)).to_be_visible()
    ada.page.get_by_role("button", name="Join without camera or microphone", exact=True).click()
    ada.expect_in()
    assert live_tracks(ada.page) == []
    browser.close()


def test_insecure_page_offers_a_browser(
    launch: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory
) -> None:
    secrets = Secrets()
    browser = launch("--host-resolver-rules=MAP classroom.test 127.0.0.1")
    remote = JupyterServer(
        tmp_path_factory.mktemp("insecure"), options=("--ServerApp.allow_remote_access=True",)
    )
    with watched(remote, secrets) as server:
        meeting = created(server, "Devices")
        ada = person(browser, server, "Ada", secrets, login=False)
        away = server.url.replace("127.0.0.1", "classroom.test")
        ada.page.goto(f"{away}login?token={server.token}&next=/api/status")
        ada.page.goto(f"{away}meet/{meeting}")
        assert ada.page.evaluate("navigator.mediaDevices === undefined")
        expect(ada.page.get_by_role("alert")).to_contain_text("https", timeout=SLOW)
        with ada.context.expect_page() as opened:
            ada.page.get_by_role("button", name="Open in browser", exact=True).click()
        tab = opened.value
        # Another name is another place to log in to.
        tab.get_by_label("Password or token").fill(server.token)
        tab.get_by_role("button", name="Log in", exact=True).click()
        expect(tab.get_by_role("button", name="Join meeting", exact=True)).to_be_visible(timeout=SLOW)
        assert tab.evaluate("navigator.mediaDevices !== undefined")
        browser.close()


def test_microphone_alone_is_used_when_there_is_no_camera(
    launch: Callable[..., Browser], lab: JupyterServer, secrets: Secrets
) -> None:
    browser = launch(f"{DEVICES}=device-count=0", without=(DEVICES,))
    meeting = created(lab, "Devices")
    ada = person(browser, lab, "Ada", secrets)
    ada.page.goto(f"{lab.url}meet/{meeting}")
    ada.join()
    assert live_tracks(ada.page) == ["audio"]
    expect(ada.page.get_by_text("No camera was found").first).to_be_visible()
    browser.close()
