"""Shared screens, from another person's point of view."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.e2e.media import expect_moving, links, live_tracks
from tests.e2e.meetings import begin, button, come, invited
from tests.e2e.people import Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

APP = "server"
Meet = Callable[..., Person]
SOUND = """async ([mid, energy]) => {
  for (const connection of window.__connections)
    for (const row of (await connection.getStats()).values())
      if (row.type === "inbound-rtp" && row.mid === mid && row.totalAudioEnergy > energy) return true;
  return false;
}"""
"""Whether sound that is not silence came on this line of some connection."""
SCREEN, SCREEN_SOUND = "2", "3"
"""Lines of every connection (js/src/engine/lines.ts)."""


def box(tile: Locator) -> FloatRect:
    found = tile.bounding_box()
    assert found is not None
    return found


def apart(one: FloatRect, other: FloatRect) -> bool:
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    above = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return beside or above


def expect_large(someone: Person, screens: list[str], faces: list[str]) -> None:
    """Waits until the screens stand side by side, each larger than any face, and everybody can be seen."""
    for name in [*screens, *faces]:
        expect_moving(someone.page, name)
    tiles = [box(someone.tile(name)) for name in [*screens, *faces]]
    large, small = tiles[: len(screens)], tiles[len(screens) :]
    assert min(one["width"] for one in large) > 1.5 * max(one["width"] for one in small)
    for index, one in enumerate(tiles):
        assert all(apart(one, other) for other in tiles[index + 1 :]), tiles


def test_a_screen_is_seen_and_heard_beside_its_owners_face(meet: Meet) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    address = begin(ada, "Screens")
    come(grace, address)
    come(alan, address)
    for someone in (grace, alan):
        expect_moving(someone.page, "Ada")
    before = links(ada.page)
    expect(button(ada, "Share screen")).to_have_attribute("aria-pressed", "false")
    button(ada, "Share screen").press("Enter")
    expect(ada.page.get_by_text("You are sharing your screen", exact=True)).to_be_visible()
    expect(button(ada, "Share screen")).to_have_attribute("aria-pressed", "true")
    expect_moving(ada.page, "Ada's screen (you)")
    for someone in (grace, alan):
        expect_large(someone, ["Ada's screen"], ["Ada"])
        expect(someone.tile("Ada's screen").locator("video")).to_have_css("object-fit", "contain")
        wait_until(someone.page, SOUND, [SCREEN_SOUND, 1e-4])
        expect(someone.page.get_by_text("3 people", exact=True)).to_be_visible()
    assert links(ada.page) == before, "sharing negotiates nothing"

    carol = meet("Carol")
    come(carol, address)
    expect_large(carol, ["Ada's screen"], ["Ada"])

    button(ada, "Stop sharing").click()
    for someone in (grace, alan, carol):
        expect(someone.tile("Ada's screen")).to_have_count(0)
        expect_moving(someone.page, "Ada")
    expect(ada.tile("Ada's screen (you)")).to_have_count(0)
    assert sorted(live_tracks(ada.page)) == ["audio", "video"], "microphone and camera run on"
    assert before <= links(ada.page)


def test_two_share_at_once_and_one_leaves(meet: Meet, lab: JupyterServer) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace", login=False), meet("Alan")
    address = begin(ada, "Screens")
    secret = invited(lab, ada, address.rsplit("/", 1)[1], "presenter")
    come(grace, f"{address}#invite={secret}")
    come(alan, address)
    button(ada, "Share screen").click()
    button(grace, "Share screen").click()
    expect_large(alan, ["Ada's screen", "Grace's screen"], ["Ada", "Grace"])
    expect_large(ada, ["Grace's screen"], ["Grace"])
    grace.leave()
    expect(alan.tile("Grace's screen")).to_have_count(0)
    expect_large(alan, ["Ada's screen"], ["Ada"])
    assert live_tracks(grace.page) == []


def test_the_browsers_own_bar_stops_it(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    address = begin(ada, "Screens")
    come(grace, address)
    button(ada, "Share screen").click()
    expect_moving(grace.page, "Ada's screen")
    ada.page.evaluate(
        """() => {
          const [track] = window.__screen.getVideoTracks();
          track.stop();
          track.dispatchEvent(new Event("ended"));
        }"""
    )
    expect(grace.tile("Ada's screen")).to_have_count(0)
    expect(button(ada, "Share screen")).to_have_attribute("aria-pressed", "false")
    expect(ada.page.get_by_text("You are sharing your screen", exact=True)).to_have_count(0)
    expect_moving(grace.page, "Ada")
    assert sorted(live_tracks(ada.page)) == ["audio", "video"]
    button(ada, "Share screen").click()
    expect_moving(grace.page, "Ada's screen")


def test_a_closed_question_is_no_trouble(meet: Meet, launch: Callable[..., Browser]) -> None:
    fake = "--use-fake-ui-for-media-stream"
    ada = meet("Ada", browser=launch(f"{fake}=deny", without=(fake,)))
    ada.page.goto(f"{ada.server.url}meet/")
    ada.page.get_by_role("textbox", name="Meeting title", exact=True).fill("Screens")
    button(ada, "Create meeting").click()
    ada.fill_prejoin()
    button(ada, "Join without camera or microphone").click()
    ada.expect_in()
    with ada.page.expect_event("console", lambda message: message.text == "refused: NotAllowedError"):
        ada.page.evaluate(
            """() => {
              const media = navigator.mediaDevices;
              const share = media.getDisplayMedia;
              media.getDisplayMedia = (wish) => share(wish).catch((refused) => {
                console.log(`refused: ${refused.name}`);
                throw refused;
              });
            }"""
        )
        button(ada, "Share screen").click()
    expect(button(ada, "Share screen")).not_to_have_attribute("aria-busy", "true")
    expect(button(ada, "Share screen")).to_have_attribute("aria-pressed", "false")
    expect(ada.page.get_by_role("alert")).to_have_count(0)


def test_who_may_no_longer_share_stops(meet: Meet) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    address = begin(ada, "Screens")
    come(grace, address)
    come(alan, address)
    expect(button(grace, "Share screen")).to_have_count(0)
    button(ada, "People").click()
    button(ada, "Make presenter Grace").click()
    button(grace, "Share screen").click()
    expect_large(alan, ["Grace's screen"], ["Grace"])
    button(ada, "Make attendee Grace").click()
    for someone in (ada, alan):
        expect(someone.tile("Grace's screen")).to_have_count(0)
    expect(grace.tile("Grace's screen (you)")).to_have_count(0)
    expect(button(grace, "Share screen")).to_have_count(0)
    expect(button(grace, "Stop sharing")).to_have_count(0)
    expect_moving(alan.page, "Grace")
    assert sorted(live_tracks(grace.page)) == ["audio", "video"], "microphone and camera run on"


HOSTILE = """(() => {
  const { setParameters } = RTCRtpSender.prototype;
  RTCRtpSender.prototype.setParameters = function (parameters) {
    for (const encoding of parameters.encodings) encoding.active = true;
    return setParameters.call(this, parameters);
  };
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    return send.call(this, window.__claims ? data.replace('"screen":false', '"screen":true') : data);
  };
})();"""
"""A page that says that it shows a screen, whatever its role, and sends what nobody wants."""
SEND = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  const [, , screen] = window.__connections.at(-1).getTransceivers();
  await screen.sender.replaceTrack(stream.getVideoTracks()[0]);
}"""
ARRIVES = """async (mid) => {
  for (const connection of window.__connections)
    for (const row of (await connection.getStats()).values())
      if (row.type === "inbound-rtp" && row.mid === mid && row.packetsReceived > 10) return true;
  return false;
}"""


def test_an_attendee_shows_no_screen_whatever_the_page_says_and_sends(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    address = begin(ada, "Screens")
    grace.context.add_init_script(HOSTILE)
    come(grace, address)
    expect(button(grace, "Microphone")).to_have_attribute("aria-pressed", "true")
    expect(button(grace, "Share screen")).to_have_count(0)
    expect_moving(ada.page, "Grace")
    expect(ada.tile("Grace")).to_contain_text("microphone on")
    grace.page.evaluate("() => { window.__claims = true }")
    button(grace, "Microphone").click()
    expect(grace.page.get_by_role("alert")).to_contain_text("Your role in this meeting does not allow that.")
    expect(ada.tile("Grace")).to_contain_text("microphone off")
    grace.page.evaluate(SEND)
    wait_until(ada.page, ARRIVES, SCREEN)
    expect(ada.tiles).to_have_count(2)
    expect(ada.tile("Grace's screen")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 360])
def test_on_a_narrow_page_nothing_is_cut_off(meet: Meet, width: int) -> None:
    ada = meet("Ada")
    begin(ada, "Screens")
    ada.page.set_viewport_size({"width": width, "height": 640})
    button(ada, "More").click()
    button(ada, "Share screen").click()
    expect(ada.page.get_by_text("You are sharing your screen", exact=True)).to_be_visible()
    expect(button(ada, "Stop sharing")).to_be_visible()
    toolbar = ada.page.get_by_role("toolbar", name="Meeting controls", exact=True)
    seen = [one for one in toolbar.get_by_role("button").all() if one.is_visible()]
    boxes = [box(one) for one in seen]
    assert all(one["x"] >= 0 and one["x"] + one["width"] <= width for one in boxes), boxes
    assert len({round(one["y"] + one["height"] / 2) for one in boxes}) == 1, "one row"
    assert all(apart(one, other) for index, one in enumerate(boxes) for other in boxes[index + 1 :])
    assert _overflows(ada.page) is False


def _overflows(page: Page) -> bool:
    found: bool = page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    return found
