"""A whole meeting without a mouse: create, join, write, share, moderate, leave. The focus is always seen and never lost."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.keys import Keys
from tests.e2e.meetings import button
from tests.e2e.people import SLOW, Person


def card(person: Person) -> Locator:
    return person.page.locator(".nbmeet-card")


def create(ada: Person) -> None:
    keys = Keys(ada.page)
    ada.page.goto(f"{ada.server.url}meet/")
    expect(button(ada, "Create meeting")).to_be_visible(timeout=SLOW)
    keys.press("Create meeting")
    expect(ada.page.get_by_role("alert")).to_contain_text("Give the meeting a title")
    keys.write("Meeting title", "Hands off")
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_role("heading", name="Hands off")).to_be_visible(timeout=SLOW)


def join(ada: Person) -> None:
    keys = Keys(ada.page)
    keys.write("Your name", "Ada")
    keys.press("Join meeting")
    ada.expect_in()
    keys.expect_in(card(ada))


def write(ada: Person, grace: Person) -> None:
    keys = Keys(ada.page)
    keys.press("Chat")
    keys.write("Message", "Can you hear me?")
    ada.page.keyboard.press("Enter")
    button(grace, "Chat").click()
    expect(grace.page.get_by_role("log", name="Messages")).to_contain_text("Can you hear me?")
    ada.page.keyboard.press("Escape")
    expect(button(ada, "Chat")).to_be_focused()


def share(ada: Person, grace: Person) -> None:
    keys = Keys(ada.page)
    keys.press("Share screen")
    expect(button(ada, "Share screen")).to_have_attribute("aria-pressed", "true")
    expect(grace.tile("Ada's screen")).to_have_count(1)
    keys.expect_in(card(ada))
    keys.press("Share screen", "Space")
    expect(grace.tile("Ada's screen")).to_have_count(0)


def choose_the_language(ada: Person) -> None:
    keys = Keys(ada.page)
    keys.press("Settings")
    keys.walk("Language")
    ada.page.keyboard.press("End")
    expect(button(ada, "离开会议")).to_have_count(1)
    keys.expect_in(card(ada))
    ada.page.keyboard.press("Home")
    expect(button(ada, "Leave meeting")).to_have_count(1)
    ada.page.keyboard.press("Escape")
    expect(button(ada, "Settings")).to_be_focused()


def moderate(ada: Person, grace: Person) -> None:
    keys = Keys(ada.page)
    keys.press("People")
    keys.press("Mute Grace", "Space")
    expect(button(grace, "Microphone")).to_have_attribute("aria-pressed", "false")
    keys.press("Lock meeting", "Space")
    expect(button(ada, "Lock meeting")).to_have_attribute("aria-pressed", "true")
    keys.press("Remove Grace")
    keys.press("Remove")
    expect(grace.page.get_by_text("You were removed from this meeting.")).to_be_visible()
    expect(ada.tile("Grace")).to_have_count(0)
    keys.expect_in(card(ada))


def leave(ada: Person) -> None:
    keys = Keys(ada.page)
    keys.press("Leave meeting")
    expect(button(ada, "Rejoin meeting")).to_be_visible()
    keys.expect_in(card(ada))
    ada.page.keyboard.press("Tab")
    keys.walk("Rejoin meeting")


def test_a_meeting_by_keyboard_alone(meet: Callable[..., Person]) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    create(ada)
    join(ada)
    grace.page.goto(ada.page.url)
    grace.join()
    expect(ada.tile("Grace")).to_have_count(1, timeout=SLOW)
    write(ada, grace)
    share(ada, grace)
    choose_the_language(ada)
    moderate(ada, grace)
    leave(ada)
