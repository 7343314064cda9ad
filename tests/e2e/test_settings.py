"""The Settings panel, and devices that change in the middle of a call, also as the others see and hear it."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.media import expect_media_from, expect_moving, links, live_tracks, times_asked
from tests.e2e.meetings import created
from tests.e2e.people import Person
from tests.e2e.plugs import darken, descriptions, in_use, plug_in, pull, with_plugs
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]
DEVICES = "--use-fake-device-for-media-stream"


def two(
    launch: Callable[..., Browser], meet: Meet, lab: JupyterServer, cameras: int
) -> tuple[Person, Person]:
    """Ada, whose devices can be unplugged, and Grace, in a call."""
    browser = launch(f"{DEVICES}=device-count={cameras},fps=10", without=(DEVICES,))
    link = f"{lab.url}meet/{created(lab, 'Settings')}"
    ada, grace = meet("Ada", browser=browser), meet("Grace", browser=browser)
    with_plugs(ada.context)
    for one in (ada, grace):
        one.page.goto(link)
        one.join()
    return ada, grace


@pytest.fixture
def pair(launch: Callable[..., Browser], meet: Meet, lab: JupyterServer) -> tuple[Person, Person]:
    """Ada has three cameras and several microphones."""
    people = two(launch, meet, lab, cameras=3)
    for one in people:
        expect_media_from(one.page, 1)
    return people


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def open_settings(page: Page) -> Locator:
    button(page, "Settings").click()
    panel = page.get_by_role("complementary", name="Settings", exact=True)
    expect(panel).to_be_visible()
    return panel


def choose(panel: Locator, kind: str, number: int) -> str:
    """Chooses the device with this number in its list, where the system's default is 0. Returns its id."""
    box = panel.get_by_role("combobox", name=kind, exact=True)
    box.select_option(index=number)
    chosen = box.input_value()
    assert chosen
    return chosen


def wait_in_use(page: Page, device: str) -> None:
    wait_until(
        page,
        "(id) => window.__captured.some((one) => one.readyState === 'live' && one.getSettings().deviceId === id)",
        device,
    )


def test_devices_are_switched_without_negotiating(pair: tuple[Person, Person]) -> None:
    ada, grace = pair
    before, untouched = descriptions(ada.page), links(grace.page)
    assert before > 0
    panel = open_settings(ada.page)
    for kind, number in (("Camera", 3), ("Microphone", 2), ("Camera", 1)):
        wait_in_use(ada.page, choose(panel, kind, number))
        expect_media_from(grace.page, 1)
    assert sorted(live_tracks(ada.page)) == ["audio", "video"], "the old ones are released"
    assert descriptions(ada.page) == before
    assert links(grace.page) == untouched
    expect_moving(grace.page, "Ada")


def test_processing_changes_on_the_running_microphone(pair: tuple[Person, Person]) -> None:
    ada, grace = pair
    before = descriptions(ada.page)
    panel = open_settings(ada.page)
    names = {
        "Noise suppression": "noiseSuppression",
        "Echo cancellation": "echoCancellation",
        "Automatic volume": "autoGainControl",
    }
    for name, setting in names.items():
        toggle = button(ada.page, name)
        for on in ("false", "true", "false"):
            toggle.click()
            expect(toggle).to_have_attribute("aria-pressed", on)
            wait_until(
                ada.page,
                """([name, on]) => window.__captured.some((one) =>
                  one.kind === "audio" && one.readyState === "live" && one.getSettings()[name] === on)""",
                [setting, on == "true"],
            )
    expect_media_from(grace.page, 1)
    assert sorted(live_tracks(ada.page)) == ["audio", "video"]
    assert descriptions(ada.page) == before
    chosen = choose(panel, "Camera", 2)
    ada.page.reload()
    ada.fill_prejoin()
    ada.join()
    wait_in_use(ada.page, chosen)
    open_settings(ada.page)
    for name in names:
        expect(button(ada.page, name)).to_have_attribute("aria-pressed", "false")


def test_the_level_is_shown_while_the_microphone_runs(meet: Meet, lab: JupyterServer) -> None:
    ada = meet("Ada")
    ada.page.goto(f"{lab.url}meet/{created(lab, 'Settings')}")
    meter = ada.page.get_by_role("meter", name="Microphone level", exact=True)
    expect(button(ada.page, "Show preview")).to_be_visible()
    expect(meter).to_have_count(0)
    assert times_asked(ada.page) == 0
    button(ada.page, "Show preview").click()
    loud = "(meter) => Number(meter.getAttribute('aria-valuenow')) >= 30"
    wait_until(ada.page, loud, meter.element_handle())
    ada.join()
    open_settings(ada.page)
    wait_until(ada.page, loud, meter.element_handle())
    button(ada.page, "Microphone").click()
    expect(meter).to_have_count(0)


def test_the_speaker_can_be_tested(meet: Meet, lab: JupyterServer) -> None:
    ada = meet("Ada")
    ada.context.add_init_script(
        """(() => {
          window.__sinks = [];
          const set = HTMLMediaElement.prototype.setSinkId;
          HTMLMediaElement.prototype.setSinkId = function (id) { window.__sinks.push(id); return set.call(this, id); };
        })()"""
    )
    ada.page.goto(f"{lab.url}meet/{created(lab, 'Settings')}")
    ada.join()
    panel = open_settings(ada.page)
    chosen = choose(panel, "Speaker", 1)
    test = panel.get_by_role("button", name="Test speaker", exact=True)
    test.click()
    expect(panel.get_by_text("Playing…")).to_be_visible()
    expect(panel.get_by_text("Heard nothing?")).to_be_visible()
    assert chosen in ada.page.evaluate("window.__sinks")


def test_a_browser_that_cannot_choose_a_speaker_says_so(meet: Meet, lab: JupyterServer) -> None:
    ada = meet("Ada")
    ada.context.add_init_script("delete HTMLMediaElement.prototype.setSinkId")
    ada.page.goto(f"{lab.url}meet/{created(lab, 'Settings')}")
    ada.join()
    panel = open_settings(ada.page)
    expect(panel.get_by_text("system's default speaker")).to_be_visible()
    panel.get_by_role("button", name="Test speaker", exact=True).click()
    expect(panel.get_by_text("in the system's settings")).to_be_visible()


def test_a_microphone_that_is_unplugged_gives_way_and_comes_back(pair: tuple[Person, Person]) -> None:
    ada, grace = pair
    untouched, before = links(grace.page), descriptions(ada.page)
    panel = open_settings(ada.page)
    chosen = choose(panel, "Microphone", 2)
    wait_in_use(ada.page, chosen)
    microphone = button(ada.page, "Microphone")
    pull(ada.page, chosen)
    expect(ada.page.get_by_role("alert")).to_contain_text("Another one is in use now")
    expect(microphone).to_have_attribute("aria-pressed", "true")
    assert chosen not in in_use(ada.page)
    expect(panel.get_by_role("combobox", name="Microphone", exact=True)).to_contain_text("not connected")
    expect_media_from(grace.page, 1)
    plug_in(ada.page, chosen)
    wait_in_use(ada.page, chosen)
    expect(ada.page.get_by_role("alert")).to_have_count(0)
    expect_media_from(grace.page, 1)
    assert (links(grace.page), descriptions(ada.page)) == (untouched, before)


def test_the_only_camera_that_is_unplugged_is_told_of_and_comes_back(
    launch: Callable[..., Browser], meet: Meet, lab: JupyterServer
) -> None:
    ada, grace = two(launch, meet, lab, cameras=1)
    expect_media_from(grace.page, 1)
    untouched = links(grace.page)
    camera = ada.page.evaluate(
        "() => window.__captured.find(({ kind }) => kind === 'video').getSettings().deviceId"
    )
    pull(ada.page, camera)
    expect(ada.page.get_by_role("alert")).to_contain_text("Camera was unplugged")
    expect(button(ada.page, "Camera")).to_have_attribute("aria-pressed", "false")
    expect(button(ada.page, "Microphone")).to_have_attribute("aria-pressed", "true")
    expect(grace.tile("Ada").locator(".nbmeet-video-off")).to_have_count(1)
    plug_in(ada.page, camera)
    expect(button(ada.page, "Camera")).to_have_attribute("aria-pressed", "true")
    expect(ada.page.get_by_role("alert")).to_have_count(0)
    expect_moving(grace.page, "Ada")
    expect_media_from(grace.page, 1)
    assert links(grace.page) == untouched


def test_a_camera_that_delivers_no_picture_is_told_of(meet: Meet, lab: JupyterServer) -> None:
    ada = meet("Ada")
    with_plugs(ada.context)
    ada.page.goto(f"{lab.url}meet/{created(lab, 'Settings')}")
    darken(ada.page, True)
    ada.join()
    alert = ada.page.get_by_role("alert")
    expect(alert).to_contain_text("Your camera delivers no picture.", timeout=30_000)
    darken(ada.page, False)
    button(ada.page, "Try again").click()
    expect(alert).to_have_count(0)
    expect_moving(ada.page, "Ada (you)")


def test_diagnostics_tell_figures_and_nobody(pair: tuple[Person, Person]) -> None:
    ada, grace = pair
    ada.context.grant_permissions(["camera", "microphone", "clipboard-read", "clipboard-write"])
    open_settings(ada.page)
    wait_until(ada.page, "() => document.querySelector('.nbmeet-quality') !== null")
    button(ada.page, "Copy diagnostics").click()
    expect(ada.page.get_by_text("Copied", exact=True)).to_have_count(1)
    copied = ada.page.evaluate("navigator.clipboard.readText()")
    report = json.loads(copied)
    assert report["call"]["connection"] == "connected"
    assert report["devices"]["camera"]["found"] == 3
    assert [peer["link"] for peer in report["peers"]] == ["connected"]
    assert report["peers"][0]["quality"]["route"] == "direct"
    assert not re.search(
        r"\d+\.\d+\.\d+\.\d+(?!\S*Safari)|127\.0|::|\.local|a=|candidate", copied.replace(_agent(report), "")
    )
    ids = ada.page.evaluate(
        "async () => (await navigator.mediaDevices.enumerateDevices()).flatMap((d) => [d.deviceId, d.label])"
    )
    told = [
        ada.name,
        grace.name,
        "Settings",
        ada.page.url,
        ada.page.url.rsplit("/", 1)[1],
        *filter(None, ids),
    ]
    assert [secret for secret in told if secret in copied and secret != "default"] == []


def _agent(report: dict[str, dict[str, str]]) -> str:
    return report["browser"]["agent"]
