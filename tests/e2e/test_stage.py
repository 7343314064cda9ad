"""What is shown of whom, how large, and where: the stage, the floating view, and the call in a window of its own."""

import math
import wave
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.media import expect_moving, live_tracks
from tests.e2e.meetings import begin, button, come
from tests.e2e.people import SLOW, Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]
RATE = 48_000
CREATE = 'from notebook_meet import Meeting\nm = Meeting.create("On stage")'
FILLER = "print(*range(400), sep='\\n')"
OUTLINED = """([name, outlined]) => {
  const tile = document.querySelector(`figure[aria-label="${name}"]`);
  if (!tile) return false;
  const { outlineStyle, outlineWidth } = getComputedStyle(tile);
  return (outlineStyle === "solid" && outlineWidth === "2px") === outlined;
}"""
LARGER = """([one, other]) => {
  const width = (name) => document.querySelector(`figure[aria-label="${name}"]`)?.offsetWidth ?? 0;
  return width(other) > 0 && width(one) > 1.3 * width(other);
}"""
EQUAL = """() => {
  const widths = [...document.querySelectorAll("figure")].map((tile) => tile.offsetWidth);
  return widths[0] > 0 && new Set(widths).size === 1;
}"""
IN_PICTURE = """(name) => {
  const tile = document.querySelector(`figure[aria-label="${name}"] video`);
  const picture = document.pictureInPictureElement;
  return picture !== null && !picture.paused && picture.srcObject === tile.srcObject;
}"""


def record_voice(path: Path) -> None:
    """Writes two seconds of a voice without words, three syllables a second. The browser's own beeps are too short for one."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(sample(at / RATE) for at in range(2 * RATE)))


def sample(time: float) -> bytes:
    """The overtones of a man's voice, which rises and falls."""
    loudness = max(0.0, math.sin(math.tau * 3 * time)) ** 0.5
    tone = sum(math.sin(math.tau * 130 * overtone * time) / overtone for overtone in range(1, 20))
    return int(32767 * 0.15 * loudness * tone).to_bytes(2, "little", signed=True)


def press(someone: Person, name: str, *, on: bool | None = None) -> None:
    """Presses a button; ``on`` is what a toggle says then."""
    button(someone, name).click()
    if on is not None:
        expect(button(someone, name)).to_have_attribute("aria-pressed", str(on).lower())


def expect_outlined(someone: Person, name: str, *, outlined: bool = True) -> None:
    wait_until(someone.page, OUTLINED, [name, outlined])


def test_who_is_seen_large_by_whom(launch: Callable[..., Browser], meet: Meet, tmp_path: Path) -> None:
    record_voice(tmp_path / "voice.wav")
    browser = launch(f"--use-file-for-fake-audio-capture={tmp_path / 'voice.wav'}")
    ada, grace, alan = (meet(name, browser=browser) for name in ("Ada", "Grace", "Alan"))
    address = begin(ada, "On stage", grace)
    speaks_then_the_other(ada, grace)
    spotlight(ada, grace, alan, address)
    pin(ada, grace, alan)
    self_view_and_pages(ada, grace)
    press(ada, "Full screen")
    wait_until(ada.page, "() => document.fullscreenElement?.getAttribute('role') === 'region'")
    press(ada, "Full screen")
    wait_until(ada.page, "() => document.fullscreenElement === null")


def speaks_then_the_other(ada: Person, grace: Person) -> None:
    """Who speaks is outlined for the others and for oneself; picture in picture shows the others alone."""
    press(ada, "Microphone", on=False)
    expect_outlined(ada, "Grace")
    expect_outlined(grace, "Grace (you)")
    expect_outlined(ada, "Ada (you)", outlined=False)
    press(ada, "Picture in picture", on=True)
    wait_until(ada.page, IN_PICTURE, "Grace")
    press(grace, "Microphone", on=False)
    press(ada, "Microphone", on=True)
    expect_outlined(ada, "Grace", outlined=False)
    expect_outlined(grace, "Ada")
    press(ada, "Picture in picture", on=False)
    wait_until(ada.page, "() => document.pictureInPictureElement === null")


def spotlight(ada: Person, grace: Person, alan: Person, address: str) -> None:
    """Everybody sees large whom the host has put into the spotlight, who comes later, too."""
    expect(button(grace, "Spotlight Ada")).to_have_count(0)
    ada.tile("Grace").hover()
    press(ada, "Spotlight Grace", on=True)
    wait_until(grace.page, LARGER, ["Grace (you)", "Ada"])
    come(alan, address)
    wait_until(alan.page, LARGER, ["Grace", "Ada"])
    expect_moving(alan.page, "Grace")
    ada.tile("Grace").hover()
    press(ada, "Spotlight Grace", on=False)
    for someone in (ada, grace, alan):
        wait_until(someone.page, EQUAL)


def pin(ada: Person, grace: Person, alan: Person) -> None:
    """One's own choice is nobody else's."""
    ada.tile("Alan").hover()
    press(ada, "Pin Alan", on=True)
    wait_until(ada.page, LARGER, ["Alan", "Grace"])
    expect_moving(ada.page, "Alan")
    for someone in (grace, alan):
        wait_until(someone.page, EQUAL)
    button(ada, "Pin Alan").focus()
    ada.page.keyboard.press("Enter")
    wait_until(ada.page, EQUAL)


def self_view_and_pages(ada: Person, grace: Person) -> None:
    press(ada, "Hide self view")
    expect(ada.tile("Ada (you)")).to_have_count(0)
    expect_moving(grace.page, "Ada")
    ada.page.reload()
    press(ada, "Join meeting")
    expect(ada.tile("Grace")).to_have_count(1, timeout=SLOW)
    expect(ada.tile("Ada (you)")).to_have_count(0)
    press(ada, "Show self view")
    expect(ada.tile("Ada (you)")).to_have_count(1)

    ada.page.set_viewport_size({"width": 320, "height": 200})
    first = names_of_two(ada)
    press(ada, "Next tiles")
    expect(ada.tile("Ada (you)")).to_have_count(0)
    assert first | names_of_two(ada) == {"Ada (you)", "Grace", "Alan"}
    press(ada, "Previous tiles")
    expect(ada.tile("Ada (you)")).to_have_count(1)
    ada.page.set_viewport_size({"width": 1280, "height": 900})


def names_of_two(someone: Person) -> set[str | None]:
    expect(someone.tiles).to_have_count(2)
    return {someone.tiles.nth(at).get_attribute("aria-label") for at in (0, 1)}


def test_a_call_in_a_cell_is_never_out_of_reach(meet: Meet, lab: JupyterServer) -> None:
    lab.notebook("stage.ipynb", CREATE, "m", "m.link", FILLER)
    ada, grace = meet("Ada"), meet("Grace")
    ada.open_lab("stage.ipynb")
    for index in (0, 1, 2):
        ada.run_cell(index)
    cells = ada.page.locator(".jp-Notebook .jp-CodeCell")
    home = cells.nth(1)
    ada.join(within=home)
    come(grace, cells.nth(2).locator(".jp-OutputArea-output").inner_text().strip().strip("'"))
    expect_moving(ada.page, "Grace")
    floats_while_scrolled_away(ada, grace, home)
    floats_while_another_tab_is_open(ada, home)
    moves_to_its_own_window_and_back(ada, grace, home)


def floating(ada: Person) -> Locator:
    return ada.page.get_by_role("complementary", name="Floating view of the meeting: On stage", exact=True)


def within(where: Page | Locator, name: str) -> Locator:
    return where.get_by_role("button", name=name, exact=True)


def floats_while_scrolled_away(ada: Person, grace: Person, home: Locator) -> None:
    expect(floating(ada)).to_have_count(0)
    ada.run_cell(3)
    last = ada.page.locator(".jp-Notebook .jp-CodeCell").nth(3)
    last.locator(".jp-InputArea-prompt").click()
    ada.page.keyboard.press("Control+End")
    last.locator(".jp-OutputArea-output").evaluate("(output) => output.scrollIntoView({ block: 'end' })")
    expect(floating(ada)).to_contain_text("Grace")
    wait_until(
        ada.page,
        "() => { const video = document.querySelector('.nbmeet-float video'); return !video.paused && video.videoWidth > 0; }",
    )
    within(floating(ada), "Microphone").click()
    expect(grace.tile("Ada")).to_contain_text("microphone off")
    within(floating(ada), "Microphone").click()
    expect(grace.tile("Ada")).not_to_contain_text("microphone off")
    within(floating(ada), "Back to the meeting").click()
    expect(floating(ada)).to_have_count(0)
    expect(home.get_by_role("region", name="Meeting: On stage", exact=True)).to_be_focused()
    expect(within(home, "Leave meeting")).to_be_in_viewport()


def floats_while_another_tab_is_open(ada: Person, home: Locator) -> None:
    ada.command("launcher:create")
    within(floating(ada), "Back to the meeting").click(timeout=SLOW)
    expect(floating(ada)).to_have_count(0)
    expect(within(home, "Leave meeting")).to_be_in_viewport()


def moves_to_its_own_window_and_back(ada: Person, grace: Person, home: Locator) -> None:
    """Ada is one participant all the time."""
    with ada.context.expect_page() as opened:
        within(home, "Open in own window").click()
    window = opened.value
    move = within(window, "Move the call here")
    expect(move).to_be_visible(timeout=SLOW)
    expect(within(home, "Leave meeting")).to_be_visible()
    grace.page.evaluate(
        """() => {
          window.__counts = [];
          const count = () => window.__counts.push(document.querySelectorAll("figure").length);
          new MutationObserver(count).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    move.click()
    expect(window.get_by_role("figure", name="Ada (you)", exact=True)).to_have_count(1, timeout=SLOW)
    gone = "The call was moved to another of your tabs."
    expect(home.get_by_role("heading", name=gone)).to_be_visible()
    wait_until(ada.page, "() => window.__live().length === 0")
    expect_moving(grace.page, "Ada")
    assert window.evaluate("window.opener") is None

    within(home, "Move the call here").click()
    ada.expect_in(within=home)
    expect(window.get_by_role("heading", name=gone)).to_be_visible()
    expect_moving(grace.page, "Ada")
    assert set(live_tracks(ada.page)) == {"audio", "video"}
    assert set(grace.page.evaluate("window.__counts")) <= {2}
