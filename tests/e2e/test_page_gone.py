"""A page goes away, sleeps, or loses its network, in a real call."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.lost import BACK, GONE, NOTICED, expect_back, expect_roster
from tests.e2e.media import expect_media_from
from tests.e2e.people import Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]
PASSCODE = "hilbert-canary-4471"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> Iterator[JupyterServer]:
    with watched(JupyterServer(tmp_path_factory.mktemp("server"), app="server"), secrets) as server:
        secrets.add("passcode", PASSCODE)
        yield server


def a_call(lab: JupyterServer, *people: Person, guest: Person | None = None) -> None:
    """Everybody in one meeting, with the passcode; the guest with an invite that is used up by it."""
    answer = lab.call("POST", "meet/api/v1/meetings", {"title": "A call", "passcode": PASSCODE})
    meeting = answer["meeting"]["id"]
    for someone in people:
        someone.page.goto(f"{lab.url}meet/{meeting}")
        someone.join(passcode=PASSCODE)
    if guest is not None:
        invite = lab.call("POST", f"meet/api/v1/meetings/{meeting}/invites", {"uses": 1})["secret"]
        guest.page.goto(f"{lab.url}meet/{meeting}#invite={invite}")
        guest.join()
        people = (*people, guest)
    for someone in people:
        expect_media_from(someone.page, len(people) - 1)


@contextmanager
def frozen(person: Person) -> Iterator[None]:
    """The page runs no code, as one that the browser has put away."""
    session = person.context.new_cdp_session(person.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    yield
    session.send("Page.setWebLifecycleState", {"state": "active"})


def test_frozen_then_reloaded_then_closed(meet: Meet, lab: JupyterServer) -> None:
    ada, grace = meet("Ada"), meet("Grace", login=False)
    a_call(lab, ada, guest=grace)
    with frozen(grace):
        ada.page.get_by_role("button", name="Microphone", exact=True).click()
        expect_media_from(ada.page, 1)
    expect(grace.tile("Ada")).to_contain_text("microphone off")
    expect_back(ada, grace)
    ada.page.get_by_role("button", name="Microphone", exact=True).click()

    grace.page.reload()
    expect(ada.tile("Grace")).to_have_count(0, timeout=GONE)
    expect(grace.page.get_by_role("button", name="Join meeting", exact=True)).to_be_enabled()
    expect(grace.page.get_by_role("textbox", name="Passcode", exact=True)).to_have_count(0)
    assert grace.tiles.count() == 0, "it takes a click"
    grace.join()
    expect_roster(ada, "Grace")
    expect_media_from(grace.page, 1)
    grace.page.close()
    expect(ada.tile("Grace")).to_have_count(0, timeout=GONE)


@contextmanager
def asleep(browser: Browser) -> Iterator[None]:
    """Every process of a browser stands still, as on a machine that sleeps."""
    session = browser.new_browser_cdp_session()
    processes = [int(one["id"]) for one in session.send("SystemInfo.getProcessInfo")["processInfo"]]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def test_sleep_and_wake(meet: Meet, lab: JupyterServer, launch: Callable[..., Browser]) -> None:
    ada, laptop = meet("Ada"), launch()
    grace = meet("Grace", browser=laptop)
    a_call(lab, ada, grace)
    with asleep(laptop):
        expect(ada.tile("Grace")).to_contain_text("Reconnecting…", timeout=NOTICED)
    expect_back(ada, grace)
    for someone in (ada, grace):
        expect(someone.tiles.filter(has_text="interrupted")).to_have_count(0, timeout=BACK)
        expect_media_from(someone.page, 1)
    expect_roster(ada, "Grace")
    expect_roster(grace, "Ada")


@pytest.mark.soak
def test_offline_and_online(meet: Meet, lab: JupyterServer) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    a_call(lab, ada, grace)
    grace.context.set_offline(True)
    expect(grace.status).to_have_text("Reconnecting", timeout=NOTICED)
    expect_media_from(grace.page, 1)
    grace.context.set_offline(False)
    expect_back(ada, grace)
    expect_roster(grace, "Ada")
    expect_roster(ada, "Grace")
