"""Chat, raised hands and reactions, each from another person's point of view."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.lost import BACK
from tests.e2e.meetings import begin, button, come
from tests.e2e.people import Person
from tests.jupyter import JupyterServer

APP = "server"
Meet = Callable[..., Person]


def messages(someone: Person) -> Locator:
    """The chat, opened if it is not."""
    toggle = button(someone, "Chat")
    if toggle.get_attribute("aria-pressed") == "false":
        toggle.click()
    return someone.page.get_by_role("log", name="Messages", exact=True)


def write(someone: Person, text: str, *, to: str = "Everyone") -> None:
    messages(someone)
    someone.page.get_by_role("combobox", name="To", exact=True).select_option(label=to)
    box = someone.page.get_by_role("textbox", name="Message", exact=True)
    box.fill(text)
    button(someone, "Send").click()
    expect(box).to_have_value("")


def test_chat(meet: Meet, lab: JupyterServer) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    address = begin(ada, "Talk")
    come(grace, address)
    come(alan, address)

    write(ada, "<img src=x onerror='window.hit=1'> see https://example.org/a?b=1. ```\nx = 1\n```")
    expect(button(grace, "Chat")).to_have_attribute("aria-description", "1 unread message")
    log = messages(grace)
    expect(log).to_contain_text("<img src=x onerror='window.hit=1'> see https://example.org/a?b=1.")
    expect(button(grace, "Chat")).not_to_have_attribute("aria-description", "1 unread message")
    link = log.get_by_role("link", name="https://example.org/a?b=1", exact=True)
    assert (link.get_attribute("href"), link.get_attribute("rel")) == (
        "https://example.org/a?b=1",
        "noopener noreferrer",
    )
    expect(log.locator("pre")).to_have_text("x = 1")
    assert grace.page.evaluate("() => window.hit") is None

    write(ada, "psst", to="Grace only")
    expect(messages(grace)).to_contain_text("only to you")
    write(grace, "to all of you")
    expect(messages(alan)).to_contain_text("to all of you")
    expect(messages(alan)).not_to_contain_text("psst")

    carol = meet("Carol")
    come(carol, address)
    expect(messages(carol)).to_contain_text("to all of you")
    expect(messages(carol)).to_contain_text("https://example.org/a?b=1")
    expect(messages(carol)).not_to_contain_text("psst")
    expect(button(carol, "Chat")).not_to_have_attribute("aria-description", "1 unread message")

    grace.page.reload()
    grace.join()
    expect(messages(grace)).to_contain_text("psst")
    assert "psst" not in lab.log


def test_hands_and_reactions(meet: Meet, lab: JupyterServer) -> None:
    ada, grace, alan = meet("Ada"), meet("Grace"), meet("Alan")
    address = begin(ada, "Talk")
    come(grace, address)
    come(alan, address)
    button(alan, "Raise hand").click()
    expect(ada.tile("Alan")).to_contain_text("hand raised")
    button(grace, "Raise hand").click()
    expect(ada.tile("Grace")).to_contain_text("2hand raised")
    expect(button(grace, "Raise hand")).to_have_attribute("aria-pressed", "true")

    lab.kill()
    lab.start()
    for someone in (ada, grace, alan):
        expect(someone.status).to_have_text("Connected", timeout=BACK)
    expect(ada.page.locator("figure", has_text="hand raised")).to_have_count(2, timeout=BACK)

    button(ada, "People").click()
    rows = ada.page.get_by_role("list", name="Participants", exact=True).get_by_role("listitem")
    expect(rows.filter(has_text="Next")).to_have_count(1)
    for name in ("Alan", "Grace"):
        button(ada, f"Lower hand of {name}").click()
    expect(ada.page.locator("figure", has_text="hand raised")).to_have_count(0)
    expect(button(grace, "Raise hand")).to_have_attribute("aria-pressed", "false")
    button(grace, "People").click()
    expect(button(grace, "Lower hand of Ada")).to_have_count(0)

    button(grace, "React").click()
    button(grace, "Applause").click()
    expect(alan.tile("Grace")).to_contain_text("👏")
    expect(alan.tile("Grace")).not_to_contain_text("👏", timeout=20_000)


def test_chat_and_hands_by_keyboard_alone(meet: Meet) -> None:
    ada, grace = meet("Ada"), meet("Grace")
    come(grace, begin(ada, "Talk"))
    region = grace.page.get_by_role("region", name="Meeting: Talk", exact=True)
    region.focus()
    grace.page.keyboard.press("h")
    expect(ada.tile("Grace")).to_contain_text("hand raised")
    grace.page.keyboard.press("c")
    box = grace.page.get_by_role("textbox", name="Message", exact=True)
    for _ in range(6):
        if box.evaluate("(box) => box === document.activeElement"):
            break
        grace.page.keyboard.press("Tab")
    grace.page.keyboard.type("cheers")
    grace.page.keyboard.press("Enter")
    expect(messages(ada)).to_contain_text("cheers")
    grace.page.keyboard.press("Escape")
    expect(grace.page.get_by_role("log")).to_have_count(0)
    expect(button(grace, "Chat")).to_be_focused()
    region.focus()
    grace.page.keyboard.press("h")
    expect(ada.tile("Grace")).not_to_contain_text("hand raised")
