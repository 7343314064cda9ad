"""Where guests are not let in: whoever opens an invite is told so, logs in, and the invite is not lost."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.meetings import begin, button, make_invite
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer


def test_an_invite_survives_the_login(
    serve: Callable[[JupyterServer], JupyterServer], meet: Callable[..., Person], tmp_path: Path
) -> None:
    server = serve(JupyterServer(tmp_path, app="server", options=["--Meet.allow_guests=False"]))
    ada = meet("Ada", at=server)
    address = begin(ada, "For people with a login")
    link = make_invite(ada, role="presenter")

    grace = meet("Grace", at=server, login=False)
    grace.page.goto(link)
    expect(grace.page.get_by_role("alert")).to_contain_text("your invite counts then, too", timeout=SLOW)
    assert grace.page.url == address
    button(grace, "Log in").click()
    grace.page.get_by_role("textbox").first.fill(server.token)
    grace.page.get_by_role("button", name="Log in").first.click()
    grace.join()
    assert grace.page.url == address
    expect(button(grace, "Share screen")).to_be_visible()  # a presenter, as the invite says
    ada.page.get_by_role("button", name="People", exact=True).click()
    expect(ada.page.get_by_role("list", name="Participants")).not_to_contain_text("Guest")
