"""What hosts and presenters do about the others, each from another person's point of view."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.heard import expect_heard, expect_loud, expect_sound_arrives, listen
from tests.e2e.media import expect_media_from
from tests.e2e.meetings import begin, button, invited
from tests.e2e.people import Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

APP = "server"
Meet = Callable[..., Person]
DEAF = """
(() => {
  const silences = (text) => {
    const { type, participant } = JSON.parse(text);
    return type === "updated" && participant.silence !== "none";
  };
  window.WebSocket = class extends WebSocket {
    set onmessage(hear) {
      super.onmessage = (event) => {
        if (!silences(event.data)) hear(event);
        else window.__ignored = (window.__ignored ?? 0) + 1;
      };
    }
  };
})();
"""
"""A page that does not obey: it never hears that anybody is silenced, and goes on sending."""
CLOSED = "() => window.__connections.length > 0 && window.__connections.every((one) => one.connectionState === 'closed')"


def in_order(host: Person, *others: Person) -> str:
    """Makes a meeting on the page, in which everybody is and the host's people panel is open; its address."""
    listen(host, *others)
    address = begin(host, "Order", *others)
    button(host, "People").click()
    return address


def microphone(someone: Person, *, on: bool) -> None:
    """Waits until the person's own page says so."""
    expect(button(someone, "Microphone")).to_have_attribute("aria-pressed", str(on).lower())


def notice(someone: Person) -> Locator:
    return someone.page.get_by_role("alert")


def test_mute_until_the_person_speaks_again(meet: Meet) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    in_order(ada, grace, alan)
    expect_heard(alan.page, "Grace")
    button(ada, "Mute Grace").click()
    expect_heard(alan.page, "Grace", heard=False)
    microphone(grace, on=False)
    expect(notice(grace)).to_contain_text("muted you")
    expect(alan.tile("Grace")).to_contain_text("microphone off")
    expect_heard(alan.page, "Ada")

    button(grace, "Microphone").click()
    microphone(grace, on=True)
    expect(notice(grace)).to_have_count(0)
    expect_heard(alan.page, "Grace")
    expect_loud(alan.page, "Grace")

    button(ada, "Mute everyone").click()
    for someone in (grace, alan):
        microphone(someone, on=False)
    microphone(ada, on=True)
    expect_heard(ada.page, "Alan", heard=False)


@pytest.mark.parametrize("act", ["Mute Grace", "Hold Grace"])
def test_a_page_that_ignores_the_command_is_heard_by_nobody(meet: Meet, act: str) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    grace.context.add_init_script(DEAF)
    in_order(ada, grace, alan)
    expect_media_from(alan.page, 2)
    button(ada, act).click()
    for someone in (ada, alan):
        expect_heard(someone.page, "Grace", heard=False)
    wait_until(grace.page, "() => window.__ignored > 0")
    microphone(grace, on=True)
    # It goes on sending; what comes is played to nobody.
    expect_sound_arrives(alan.page, "Grace")
    expect_heard(alan.page, "Grace", heard=False)
    expect_heard(alan.page, "Ada")


def test_hold_until_the_host_releases(meet: Meet) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    in_order(ada, grace, alan)
    button(ada, "Hold Grace").click()
    expect(button(ada, "Hold Grace")).to_have_attribute("aria-pressed", "true")
    expect(notice(grace)).to_contain_text("The host keeps your microphone off for now.")
    button(grace, "Dismiss").click()
    button(grace, "Microphone").click()
    expect(notice(grace)).to_contain_text("microphone off")
    microphone(grace, on=False)
    expect_heard(alan.page, "Grace", heard=False)

    button(ada, "Hold Grace").click()
    expect(button(ada, "Hold Grace")).to_have_attribute("aria-pressed", "false")
    expect(notice(grace)).to_contain_text("You can switch your microphone on again.")
    microphone(grace, on=False)
    button(grace, "Microphone").click()
    microphone(grace, on=True)
    expect_heard(alan.page, "Grace")


def test_who_is_removed_relays_nothing_and_does_not_come_back(meet: Meet) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    tokens: list[str] = []
    grace.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda text: tokens.append(str(text)))
    )
    address = in_order(ada, grace, alan)
    expect_media_from(alan.page, 2)
    button(ada, "Remove Grace").click()
    expect(ada.page.get_by_role("alertdialog")).to_contain_text("Remove Grace from the meeting?")
    button(ada, "Remove").click()

    expect(grace.page.get_by_role("heading", name="You were removed from this meeting.")).to_be_visible()
    expect(button(grace, "Rejoin meeting")).to_have_count(0)
    wait_until(grace.page, CLOSED)
    wait_until(grace.page, "() => window.__live().length === 0")
    for someone in (ada, alan):
        expect(someone.tile("Grace")).to_have_count(0)
    expect(ada.page.get_by_role("list", name="Participants", exact=True)).not_to_contain_text("Grace")
    expect_media_from(alan.page, 1)

    # Her page's token opens nothing any more, and neither does her login.
    token = next(text for text in tokens if '"welcome"' in text).split('"resume":"')[1][:43]
    assert grace.page.evaluate(RESUME, token) in (4401, 4403)
    grace.page.goto(address)
    expect(notice(grace)).to_contain_text("You were removed from this meeting.")
    expect(button(grace, "Join meeting")).to_have_count(0)


RESUME = """(token) => new Promise((done) => {
  const socket = new WebSocket(location.href.replace(/^http/, "ws").replace(/meet\\/.*/, "meet/api/v1/socket"), "notebook-meet.v1");
  socket.onopen = () => socket.send(JSON.stringify({ type: "resume", token, seq: 1, epoch: "" }));
  socket.onclose = ({ code }) => done(code);
})"""


def test_a_removed_guest_does_not_come_back_with_the_invite(meet: Meet, lab: JupyterServer) -> None:
    ada, carol, again = meet("Ada"), meet("Carol", login=False), meet("Again", login=False)
    address = in_order(ada)
    link = f"{address}#invite={invited(lab, ada, address.rsplit('/', 1)[1])}"
    carol.page.goto(link)
    carol.join()
    button(ada, "Remove Carol").click()
    button(ada, "Remove").click()
    expect(carol.page.get_by_role("heading", name="You were removed from this meeting.")).to_be_visible()
    for someone in (carol, again):
        someone.page.goto("about:blank")
        someone.page.goto(link)
        expect(notice(someone)).to_be_visible()
        expect(button(someone, "Join meeting")).to_have_count(0)
    expect(ada.tiles).to_have_count(1)


def test_roles(meet: Meet) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    in_order(ada, grace, alan)
    button(grace, "People").click()
    expect(button(grace, "Mute Alan")).to_have_count(0)

    button(ada, "Make presenter Grace").click()
    expect(button(grace, "Mute Alan")).to_be_visible()
    for name in (
        "Hold Alan",
        "Remove Alan",
        "Make presenter Alan",
        "Hand over to Alan",
        "Lock meeting",
        "Mute Ada",
    ):
        expect(button(grace, name)).to_have_count(0)
    button(grace, "Mute Alan").click()
    microphone(alan, on=False)

    button(ada, "Make attendee Grace").click()
    expect(button(grace, "Mute Alan")).to_have_count(0)
    expect(button(grace, "Mute everyone")).to_have_count(0)


def test_hand_over_and_the_new_host_ends_it(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    in_order(ada, grace)
    button(ada, "Hand over to Grace").click()
    expect(button(grace, "End meeting for everyone")).to_be_visible()
    expect(button(ada, "End meeting for everyone")).to_have_count(0)
    expect(button(ada, "Lock meeting")).to_have_count(0)
    button(grace, "People").click()
    expect(button(grace, "Make attendee Ada")).to_be_visible()
    button(grace, "End meeting for everyone").click()
    grace.page.get_by_role("alertdialog").get_by_role("button", name="End meeting for everyone").click()
    for someone in (ada, grace):
        expect(someone.page.get_by_role("heading", name="This meeting has ended.")).to_be_visible()


def test_a_locked_meeting_tells_newcomers_and_takes_back_who_was_here(meet: Meet) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    address = in_order(ada, grace)
    button(ada, "Lock meeting").click()
    expect(button(ada, "Lock meeting")).to_have_attribute("aria-pressed", "true")
    expect(grace.page.get_by_role("region", name="Meeting: Order")).to_contain_text("Locked")

    alan.page.goto(address)
    expect(notice(alan)).to_contain_text("locked")
    button(alan, "Join meeting").click()
    expect(notice(alan)).to_contain_text("locked")
    expect(ada.tile("Alan")).to_have_count(0)

    grace.leave()
    button(grace, "Rejoin meeting").click()
    grace.expect_in()

    button(ada, "Lock meeting").click()
    expect(button(ada, "Lock meeting")).to_have_attribute("aria-pressed", "false")
    alan.page.reload()
    expect(button(alan, "Join meeting")).to_be_visible()
    alan.join()
    expect(ada.tile("Alan")).to_have_count(1)


def test_moderating_by_keyboard_alone(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    in_order(ada, grace)
    press = ada.page.keyboard.press

    def walk(name: str) -> None:
        """Tab until that button has the focus."""
        for _ in range(40):
            if button(ada, name).evaluate("(one) => one === document.activeElement"):
                return
            press("Tab")
        raise AssertionError(f"{name} is not reached")

    ada.page.get_by_role("heading", name="People", exact=True).focus()
    walk("Hold Grace")
    press("Enter")
    microphone(grace, on=False)
    press("Space")
    expect(button(ada, "Hold Grace")).to_have_attribute("aria-pressed", "false")
    walk("Remove Grace")
    press("Enter")
    expect(button(ada, "Cancel")).to_be_focused()
    press("Escape")
    expect(button(ada, "Remove Grace")).to_be_focused()
    press("Enter")
    walk("Remove")
    press("Enter")
    expect(ada.tile("Grace")).to_have_count(0)
    expect(ada.page.get_by_role("complementary", name="People").locator(":focus")).to_have_count(1)
