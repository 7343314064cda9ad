"""What a host hands out opens the door for the others: the link, the passcode, an invite. Everybody comes in as they chose to."""

from collections.abc import Callable

from playwright.sync_api import Locator, Response, expect

from tests.e2e.media import expect_media_from, expect_moving, live_tracks
from tests.e2e.meetings import begin, button
from tests.e2e.people import SLOW, Person
from tests.e2e.secrets_scan import Secrets
from tests.e2e.waiting import wait_until

APP = "server"
Meet = Callable[..., Person]
PASSCODE = "gauss-canary-8117"
HOUR = 3600


def create(ada: Person) -> None:
    begin(ada, "Open house", passcode=PASSCODE)
    ada.context.grant_permissions(["camera", "microphone", "clipboard-read", "clipboard-write"])


def copied(someone: Person, copy: Locator, part: str) -> str:
    """Presses a button, and waits until the clipboard holds something with ``part`` in it."""
    copy.click()
    wait_until(someone.page, "async (part) => (await navigator.clipboard.readText()).includes(part)", part)
    text: str = someone.page.evaluate("navigator.clipboard.readText()")
    return text


def link_and_passcode(ada: Person, panel: Locator) -> tuple[str, str]:
    """What the Invite panel tells a host to pass on."""
    link = panel.get_by_role("textbox", name="Meeting link", exact=True)
    expect(link).not_to_be_editable()
    expect(panel.get_by_role("img", name="QR code of the meeting link", exact=True)).to_be_visible()
    expect(panel.get_by_text(PASSCODE)).to_have_count(0)
    button(ada, "Show passcode").click()
    expect(button(ada, "Show passcode")).to_have_attribute("aria-pressed", "true")
    passcode = panel.get_by_role("status").inner_text()
    address = copied(ada, button(ada, "Copy link"), "meet/")
    assert address == link.input_value()
    return address, passcode


def invite_a_presenter(ada: Person, panel: Locator) -> str:
    panel.get_by_role("combobox", name="Role", exact=True).select_option(label="Presenter")
    panel.get_by_role("combobox", name="Expires", exact=True).select_option(label="In 1 hour")
    panel.get_by_role("textbox", name="Guest name (optional)", exact=True).fill("Carol")
    with ada.page.expect_response(makes_an_invite) as answer:
        button(ada, "Create invite").click()
    invite = answer.value.json()["invite"]
    assert invite["expires_at"] - invite["created_at"] == HOUR
    expect(panel.get_by_role("list", name="Invites", exact=True)).to_contain_text("Presenter, until")
    return copied(ada, button(ada, "Copy invite Carol"), "#invite=")


def makes_an_invite(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/invites")


def comes_unseen_and_unheard(grace: Person, address: str, passcode: str) -> None:
    """Nothing is captured of who wants neither camera nor microphone."""
    grace.page.goto(address)
    grace.fill_prejoin(passcode=passcode)
    for device in ("Camera on", "Microphone on"):
        button(grace, device).click()
        expect(button(grace, device)).to_have_attribute("aria-pressed", "false")
    button(grace, "Join meeting").click()
    grace.expect_in()
    assert live_tracks(grace.page) == []


def test_everybody_comes_in_as_they_chose(meet: Meet, secrets: Secrets) -> None:
    secrets.add("passcode", PASSCODE)
    ada, grace, carol = meet("Ada"), meet("Grace"), meet("Carol", login=False)
    create(ada)
    button(ada, "Invite").click()
    panel = ada.page.get_by_role("complementary", name="Invite people", exact=True)
    address, passcode = link_and_passcode(ada, panel)
    invite = invite_a_presenter(ada, panel)

    comes_unseen_and_unheard(grace, address, passcode)
    expect(ada.tile("Grace")).to_contain_text("microphone off")
    button(grace, "Camera").click()
    expect_moving(ada.page, "Grace")
    button(grace, "Microphone").click()
    expect(ada.tile("Grace")).not_to_contain_text("microphone off")
    expect_media_from(ada.page, 1)

    carol.page.goto(invite)
    button(carol, "Join meeting").click(timeout=SLOW)
    carol.expect_in()
    expect(ada.tile("Carol")).to_contain_text("Guest")
    button(carol, "People").click()
    expect(button(carol, "Mute Grace")).to_be_visible()
    button(ada, "People").click()
    expect(button(ada, "Make attendee Carol")).to_be_visible()

    grace.leave()
    expect(ada.tile("Grace")).to_have_count(0)
    stays = grace.page.get_by_role("list", name="Who was there", exact=True)
    for name in ("Ada", "Grace", "Carol"):
        expect(stays).to_contain_text(name)
    assert live_tracks(grace.page) == []
