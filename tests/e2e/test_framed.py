"""A notebook in a frame whose page does not pass devices on: the words for it, and the way out of the frame."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Frame, Locator, expect

from tests.e2e.frontends import NOTEBOOK_7
from tests.e2e.media import expect_media_from, live_tracks, times_asked
from tests.e2e.people import SLOW, Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]
CELL = 'from notebook_meet import Meeting\nMeeting.create("Framed")'
FRAME = """
([address, allow]) => {
  const frame = document.createElement("iframe");
  Object.assign(frame, { name: "notebook", allow, src: address });
  frame.style.cssText = "position: fixed; inset: 0; width: 100%; height: 100%; border: 0; background: white; z-index: 9";
  document.body.append(frame);
}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> Iterator[JupyterServer]:
    """A server with Notebook 7."""
    with watched(JupyterServer(tmp_path_factory.mktemp("notebook"), app="notebook"), secrets) as server:
        yield server


def framed(person: Person, name: str, allow: str) -> tuple[Frame, Locator]:
    """Opens a notebook in a frame over another page of the server, and runs its cell; the frame and all that it shows."""
    person.server.notebook(name, CELL)
    person.page.goto(f"{person.server.url}tree")
    person.page.evaluate(FRAME, [f"{person.server.base_url}notebooks/{name}", allow])
    element = person.page.locator("iframe[name=notebook]")
    frame = element.element_handle().content_frame()
    assert frame is not None
    NOTEBOOK_7.wait(frame)
    NOTEBOOK_7.run_cell(frame, 0)
    return frame, element.content_frame.locator("body")


def control(inside: Locator, name: str) -> Locator:
    return inside.get_by_role("button", name=name, exact=True)


def expect_words(inside: Locator, what: str) -> str:
    """The one alert says this and offers another window; the meeting's address, which stands there to be copied."""
    trouble = inside.get_by_role("alert")
    expect(trouble).to_contain_text(f"{what} not available in this window.", timeout=SLOW)
    expect(trouble).to_contain_text("Open the meeting in a browser.")
    expect(control(inside, "Open in browser")).to_be_visible()
    return inside.get_by_role("textbox", name="Address of the meeting", exact=True).input_value()


def test_neither_is_passed_on(meet: Meet) -> None:
    """One gets in without them, asks for the camera all the same, and takes the call to a tab that has both."""
    ada = meet("Ada")
    frame, inside = framed(ada, "neither.ipynb", "camera 'none'; microphone 'none'")
    expect_words(inside, "Camera and microphone are")
    ada.fill_prejoin(within=inside)
    control(inside, "Join without camera or microphone").click()
    ada.expect_in(within=inside)
    expect(inside.get_by_role("alert")).to_have_count(0)
    assert times_asked(frame) == 0, "nothing is asked before a click"
    control(inside, "Camera").click()
    address = expect_words(inside, "Camera is")
    expect(control(inside, "Camera")).to_have_attribute("aria-pressed", "false")
    with ada.context.expect_page() as opened:
        control(inside, "Open in browser").click()
    tab = opened.value
    expect(tab).to_have_url(address)
    tab.get_by_role("button", name="Move the call here", exact=True).click(timeout=SLOW)
    own = tab.get_by_role("figure", name="Ada (you)", exact=True)
    expect(own).to_have_count(1, timeout=SLOW)
    assert sorted(live_tracks(tab)) == ["audio", "video"]
    expect(inside.get_by_role("heading", name="The call was moved to another of your tabs.")).to_be_visible()
    assert live_tracks(frame) == []


def test_the_camera_alone_is_not_passed_on(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    frame, inside = framed(ada, "camera.ipynb", "camera 'none'")
    ada.join(within=inside)
    address = expect_words(inside, "Camera is")
    assert live_tracks(frame) == ["audio"]
    expect(control(inside, "Microphone")).to_have_attribute("aria-pressed", "true")
    grace.page.goto(address)
    grace.join()
    expect_media_from(frame, 1)
    expect_media_from(grace.page, 1, frames=0)
    control(inside, "Dismiss").click()
    expect(inside.get_by_role("alert")).to_have_count(0)
    control(inside, "Camera").click()
    expect_words(inside, "Camera is")
    expect_media_from(grace.page, 1, frames=0)
    assert live_tracks(frame) == ["audio"]
