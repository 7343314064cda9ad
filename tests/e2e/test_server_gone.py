"""The server ends in the middle of a call, cleanly or not, and is started again on its port."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.lost import AWAY, expect_back, expect_roster, media_untouched
from tests.e2e.media import expect_media_from
from tests.e2e.meetings import begin, invited
from tests.e2e.people import Person
from tests.e2e.secrets_scan import Secrets, watched
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]
PASSCODE = "laplace-canary-8032"


@pytest.fixture
def lab(tmp_path: Path, secrets: Secrets) -> Iterator[JupyterServer]:
    with watched(JupyterServer(tmp_path, app="server"), secrets) as server:
        yield server


def ada_holds_a_meeting(meet: Meet) -> Person:
    """Made on the page, so that she is its host by her login."""
    ada = meet("Ada")
    begin(ada, "Operators", passcode=PASSCODE)
    return ada


def heard(person: Person) -> list[str]:
    """Everything that the person's sockets will receive, as text."""
    messages: list[str] = []
    person.page.on("websocket", lambda one: one.on("framereceived", lambda text: messages.append(str(text))))
    return messages


def test_the_call_outlives_the_server(meet: Meet, lab: JupyterServer, secrets: Secrets) -> None:
    secrets.add("passcode", PASSCODE)
    ada, grace = ada_holds_a_meeting(meet), meet("Grace")
    messages = heard(grace)
    grace.page.goto(ada.page.url)
    grace.join(passcode=PASSCODE)
    invite = invited(lab, ada, ada.page.url.rpartition("/")[2])
    expect_media_from(grace.page, 1)

    with media_untouched(ada, grace):
        for end in (lab.stop, lab.kill):
            end()
            for person in (ada, grace):
                expect(person.status).to_have_text(AWAY)
                expect_media_from(person.page, 1)
            lab.start()
            expect_back(ada, grace)
            expect_roster(ada, "Grace")
            expect_roster(grace, "Ada")
    assert sum('"going_away"' in message for message in messages) == 1, "only who ends in order says so"

    end_button = "End meeting for everyone"
    expect(ada.page.get_by_role("button", name=end_button, exact=True)).to_have_count(1)
    expect(grace.page.get_by_role("button", name=end_button, exact=True)).to_have_count(0)
    newcomers_join(meet, ada, invite)
    expect_roster(ada, "Grace", "Alan", "Carol")


def newcomers_join(meet: Meet, ada: Person, invite: str) -> None:
    """With the passcode and with the invite of before, and not without."""
    alan, carol = meet("Alan"), meet("Carol", login=False)
    alan.page.goto(ada.page.url)
    alan.fill_prejoin(passcode="wrong")
    alan.page.get_by_role("button", name="Join meeting", exact=True).click()
    expect(alan.page.get_by_role("alert")).to_contain_text("passcode is not right")
    alan.join(passcode=PASSCODE)
    carol.page.goto(f"{ada.page.url}#invite={invite}")
    carol.join()
    expect_media_from(carol.page, 3)
