"""A page whose server speaks another version of the protocol: a sentence that says which of the two to update."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.meetings import created
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer

ABOUT = "**/meet/api/about"
OLDER = "The server's notebook-meet is older than this one. Update it and restart the server."
NEWER = "The server's notebook-meet is newer than this one. Update it here and reload."


def changed(answer: dict[str, object]) -> Callable[[Route], None]:
    """Lets a request reach the server, and puts these fields into its answer."""

    def handle(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, body=json.dumps({**reply.json(), **answer}))

    return handle


@pytest.mark.parametrize(
    ("screen", "address", "answer", "words"),
    [
        ("join", ABOUT, {"protocols": [0]}, OLDER),
        ("join", ABOUT, {"protocols": [2, 3]}, NEWER),
        ("join", "**/meet/api/v1/meetings/*", {"whiteboard": True}, NEWER),
        ("create", ABOUT, {"protocols": [0]}, OLDER),
        ("create", ABOUT, {"protocols": [2, 3]}, NEWER),
    ],
    ids=["join-older", "join-newer", "join-newer in one answer", "create-older", "create-newer"],
)
def test_another_version_of_the_server(
    screen: str,
    address: str,
    answer: dict[str, object],
    words: str,
    meet: Callable[..., Person],
    lab: JupyterServer,
) -> None:
    ada = meet("Ada")
    ada.page.route(address, changed(answer))
    ada.page.goto(f"{lab.url}meet/{created(lab, 'Versions') if screen == 'join' else ''}")
    expect(ada.page.get_by_role("alert").filter(has_text=words)).to_be_visible(timeout=SLOW)
    expect(ada.page.get_by_role("button", name="Join meeting", exact=True)).to_have_count(0)


def test_a_server_that_speaks_this_version_too_is_good(
    meet: Callable[..., Person], lab: JupyterServer
) -> None:
    ada = meet("Ada")
    ada.page.route(ABOUT, changed({"protocols": [1, 2], "version": "99.0"}))
    ada.page.goto(f"{lab.url}meet/{created(lab, 'Versions')}")
    ada.join()
