"""Devices that are missing, refused or out of reach: distinct words, and still a way in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.media import live_tracks, times_asked
from tests.e2e.meetings import created
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]
FAKE = "--use-fake-ui-for-media-stream"
DEVICES = "--use-fake-device-for-media-stream"
CASES = {
    "denied": ((f"{FAKE}=deny",), (FAKE,), "blocked"),
    "none": ((), (DEVICES,), "found"),
}


@pytest.mark.parametrize("case", CASES)
def test_device_error_has_its_own_words(
    case: str, launch: Callable[..., Browser], meet: Meet, lab: JupyterServer
) -> None:
    flags, without, words = CASES[case]
    ada = meet("Ada", browser=launch(*flags, without=without))
    ada.page.goto(f"{lab.url}meet/{created(lab, 'Devices')}")
    ada.fill_prejoin()
    assert times_asked(ada.page) == 0, "nothing is asked before a click"
    ada.page.get_by_role("button", name="Join meeting", exact=True).click()
    expect(ada.page.get_by_role("alert")).to_contain_text(words, timeout=SLOW)
    expect(ada.page.get_by_role("button", name="Try again", exact=True)).to_be_visible()
    ada.page.get_by_role("button", name="Join without camera or microphone", exact=True).click()
    ada.expect_in()
    assert live_tracks(ada.page) == []


def test_policy_that_forbids_devices_has_its_own_words(meet: Meet, lab: JupyterServer) -> None:
    """As a proxy or a frame does it: the person's own settings have no say, but another window does."""

    def forbid(route: Route) -> None:
        reply = route.fetch()
        headers = {**reply.headers, "permissions-policy": "camera=(), microphone=()"}
        route.fulfill(response=reply, headers=headers)

    ada = meet("Ada")
    link = f"{lab.url}meet/{created(lab, 'Devices')}"
    ada.page.route(link, forbid)
    ada.page.goto(link)
    ada.fill_prejoin()
    trouble = ada.page.get_by_role("alert").filter(has_text="not available in this window")
    expect(trouble).to_contain_text("Open the meeting in a browser")
    expect(ada.page.get_by_role("button", name="Open in browser", exact=True)).to_be_visible()
    # A page that the test hands over has no address of its own, so Chromium does not let it reach the socket.
    way_in = ada.page.get_by_role("button", name="Join without camera or microphone", exact=True)
    expect(way_in).to_be_enabled()
    assert times_asked(ada.page) == 0


def test_insecure_page_offers_a_browser(
    launch: Callable[..., Browser],
    serve: Callable[[JupyterServer], JupyterServer],
    meet: Meet,
    tmp_path: Path,
) -> None:
    server = serve(JupyterServer(tmp_path, options=("--ServerApp.allow_remote_access=True",)))
    browser = launch("--host-resolver-rules=MAP classroom.test 127.0.0.1")
    meeting = created(server, "Devices")
    ada = meet("Ada", at=server, browser=browser, login=False)
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


def test_microphone_alone_is_used_when_there_is_no_camera(
    launch: Callable[..., Browser], meet: Meet, lab: JupyterServer
) -> None:
    ada = meet("Ada", browser=launch(f"{DEVICES}=device-count=0", without=(DEVICES,)))
    ada.page.goto(f"{lab.url}meet/{created(lab, 'Devices')}")
    ada.join()
    assert live_tracks(ada.page) == ["audio"]
    expect(ada.page.get_by_text("No camera was found").first).to_be_visible()
