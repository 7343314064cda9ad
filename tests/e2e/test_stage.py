"""What is shown of whom, how large, and where: the stage, the floating view, and the call in a window of its own."""

import math
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.media import expect_media_from, expect_moving, live_tracks
from tests.e2e.meetings import created
from tests.e2e.people import SLOW, Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]
RATE = 48_000
CREATE = 'from notebook_meet import Meeting\nm = Meeting.create("On stage")'
FILLER = "print(*range(400), sep='\\n')"
OUTLINED = """
(name) => {
  const tile = document.querySelector(`figure[aria-label="${name}"]`);
  return tile !== null && getComputedStyle(tile).outlineStyle === "solid" && getComputedStyle(tile).outlineWidth === "2px";
}
"""


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def width(person: Person, name: str) -> float:
    box = person.tile(name).bounding_box()
    assert box is not None
    return box["width"]


def record_voice(path: Path) -> None:
    """Writes two seconds of a voice without words, at four syllables a second. The browser's own beeps are too short for one."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for at in range(2 * RATE):
            loudness = 0.25 * (1.1 + math.sin(math.tau * 4 * at / RATE)) / 2
            tone = math.sin(math.tau * 180 * at / RATE)
            file.writeframes(int(32767 * loudness * tone).to_bytes(2, "little", signed=True))


def quiet(person: Person) -> None:
    button(person.page, "Microphone").click()
    expect(button(person.page, "Microphone")).to_have_attribute("aria-pressed", "false")


def expect_outlined(person: Person, name: str, *, outlined: bool = True) -> None:
    wait_until(person.page, f"(name) => ({OUTLINED.strip()})(name) === {str(outlined).lower()}", name)


@pytest.fixture
def three(
    launch: Callable[..., Browser], meet: Meet, lab: JupyterServer, tmp_path: Path
) -> tuple[Person, Person, Person]:
    """Ada, Grace and Alan in a call on the page, all of them seen, and speaking."""
    link = f"{lab.url}meet/{created(lab, 'On stage')}"
    record_voice(tmp_path / "voice.wav")
    browser = launch(f"--use-file-for-fake-audio-capture={tmp_path / 'voice.wav'}")
    ada, grace, alan = (meet(name, browser=browser) for name in ("Ada", "Grace", "Alan"))
    everybody = ada, grace, alan
    for someone in everybody:
        someone.page.goto(link)
        someone.join()
    expect_media_from(everybody[0].page, 2)
    return everybody


def test_who_speaks_is_outlined_for_the_others_and_for_oneself(three: tuple[Person, Person, Person]) -> None:
    ada, grace, alan = three
    quiet(ada)
    quiet(alan)
    expect_outlined(ada, "Grace")
    expect_outlined(grace, "Grace (you)")
    expect_outlined(ada, "Alan", outlined=False)
    expect_outlined(ada, "Ada (you)", outlined=False)
    quiet(grace)
    button(alan.page, "Microphone").click()
    expect_outlined(ada, "Grace", outlined=False)
    expect_outlined(ada, "Alan")
    expect_outlined(grace, "Alan")


def test_pin_pages_and_self_view(three: tuple[Person, Person, Person]) -> None:
    ada, grace, _ = three
    before = width(ada, "Grace")
    pin = button(ada.tile("Grace"), "Pin Grace")
    ada.tile("Grace").hover()
    pin.click()
    expect(pin).to_have_attribute("aria-pressed", "true")
    assert width(ada, "Grace") > 1.3 * before
    assert width(ada, "Alan") < before
    expect_moving(ada.page, "Grace")
    pin.focus()
    ada.page.keyboard.press("Enter")
    expect(pin).to_have_attribute("aria-pressed", "false")
    assert width(ada, "Grace") == pytest.approx(before)

    button(ada.page, "Hide self view").click()
    expect(ada.tile("Ada (you)")).to_have_count(0)
    expect_moving(grace.page, "Ada")
    ada.page.reload()
    button(ada.page, "Join meeting").click(timeout=SLOW)
    expect(ada.tile("Grace")).to_have_count(1, timeout=SLOW)
    expect(ada.tile("Ada (you)")).to_have_count(0)
    button(ada.page, "Show self view").click()
    expect(ada.tile("Ada (you)")).to_have_count(1)

    ada.page.set_viewport_size({"width": 320, "height": 260})
    button(ada.page, "Next tiles").click()
    expect(ada.tiles).to_have_count(2)
    seen = {ada.tiles.nth(at).get_attribute("aria-label") for at in (0, 1)}
    button(ada.page, "Previous tiles").click()
    expect(ada.tile("Ada (you)")).to_have_count(1)
    seen |= {ada.tiles.nth(at).get_attribute("aria-label") for at in (0, 1)}
    assert seen == {"Ada (you)", "Grace", "Alan"}


def test_full_screen(three: tuple[Person, Person, Person]) -> None:
    ada, _, _ = three
    button(ada.page, "Full screen").click()
    wait_until(ada.page, "() => document.fullscreenElement?.getAttribute('role') === 'region'")
    button(ada.page, "Full screen").click()
    wait_until(ada.page, "() => document.fullscreenElement === null")


def test_picture_in_picture_follows_the_conversation(three: tuple[Person, Person, Person]) -> None:
    ada, grace, alan = three
    quiet(ada)
    quiet(alan)
    expect_outlined(ada, "Grace")
    toggle = button(ada.page, "Picture in picture")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    shown = """(name) => {
      const tile = document.querySelector(`figure[aria-label="${name}"] video`);
      const picture = document.pictureInPictureElement;
      return picture !== null && !picture.paused && picture.srcObject === tile.srcObject;
    }"""
    wait_until(ada.page, shown, "Grace")
    quiet(grace)
    button(alan.page, "Microphone").click()
    wait_until(ada.page, shown, "Alan")
    toggle.click()
    wait_until(ada.page, "() => document.pictureInPictureElement === null")
    expect(toggle).to_have_attribute("aria-pressed", "false")


@pytest.fixture
def cell(meet: Meet, lab: JupyterServer, request: pytest.FixtureRequest) -> tuple[Person, Person, Locator]:
    """Ada in a call in a cell of a long notebook, with Grace, who is at the page; the cell."""
    name = f"{request.node.originalname}.ipynb"
    lab.notebook(name, CREATE, "m", "m.link", FILLER)
    ada, grace = meet("Ada"), meet("Grace")
    ada.open_lab(name)
    for index in (0, 1, 2):
        ada.run_cell(index)
    cells = ada.page.locator(".jp-Notebook .jp-CodeCell")
    ada.join(within=cells.nth(1))
    link = cells.nth(2).locator(".jp-OutputArea-output").inner_text().strip().strip("'")
    grace.page.goto(link)
    grace.join()
    expect_moving(ada.page, "Grace")
    return ada, grace, cells.nth(1)


def test_a_floating_view_while_the_cell_is_scrolled_away(cell: tuple[Person, Person, Locator]) -> None:
    ada, grace, home = cell
    floating = ada.page.get_by_role(
        "complementary", name="Floating view of the meeting: On stage", exact=True
    )
    expect(floating).to_have_count(0)
    ada.run_cell(3)
    last = ada.page.locator(".jp-Notebook .jp-CodeCell").nth(3)
    last.locator(".jp-InputArea-prompt").click()
    ada.page.keyboard.press("Control+End")
    last.locator(".jp-OutputArea-output").evaluate("(output) => output.scrollIntoView({ block: 'end' })")
    expect(floating).to_be_visible()
    expect(floating).to_contain_text("Grace")
    wait_until(
        ada.page,
        "() => { const video = document.querySelector('.nbmeet-float video'); return !video.paused && video.videoWidth > 0; }",
    )
    expect_media_from(ada.page, 1)
    button(floating, "Microphone").click()
    expect(grace.tile("Ada")).to_contain_text("microphone off")
    button(floating, "Back to the meeting").click()
    expect(floating).to_have_count(0)
    expect(home.get_by_role("region", name="Meeting: On stage", exact=True)).to_be_focused()
    expect(button(home, "Leave meeting")).to_be_in_viewport()


def test_the_call_moves_to_a_window_of_its_own_and_back(cell: tuple[Person, Person, Locator]) -> None:
    ada, grace, home = cell
    notebook = ada.page
    with ada.context.expect_page() as opened:
        button(home, "Open in own window").click()
    window = opened.value
    move = button(window, "Move the call here")
    expect(move).to_be_visible(timeout=SLOW)
    expect(button(home, "Leave meeting")).to_be_visible()
    grace.page.evaluate(
        """() => {
          window.__counts = [];
          const count = () => window.__counts.push(document.querySelectorAll("figure").length);
          new MutationObserver(count).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    move.click()
    expect(window.get_by_role("figure", name="Ada (you)", exact=True)).to_have_count(1, timeout=SLOW)
    expect(home.get_by_role("heading", name="The call was moved to another of your tabs.")).to_be_visible()
    wait_until(notebook, "() => window.__live().length === 0")
    expect_moving(grace.page, "Ada")
    assert window.evaluate("window.opener") is None

    button(home, "Move the call here").click()
    ada.expect_in(within=home)
    expect(window.get_by_role("heading", name="The call was moved to another of your tabs.")).to_be_visible()
    expect_moving(grace.page, "Ada")
    assert set(live_tracks(notebook)) == {"audio", "video"}
    assert set(grace.page.evaluate("window.__counts")) <= {2}, "Ada is one participant all the time"
