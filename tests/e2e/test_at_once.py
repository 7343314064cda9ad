"""People who come in at the same moment, and one who comes while another is still negotiating."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute

from tests.e2e.media import expect_media_from, received
from tests.e2e.meetings import created
from tests.e2e.people import SLOW, Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

SETTLED = "async () => { const all = await window.__received(); return all.length === 3 && all.every((one) => one.lines === 4); }"


class Held:
    """Keeps a page's tickets back until they are let go, so that its negotiation stays under way."""

    def __init__(self, page: Page) -> None:
        self._waiting: list[Callable[[], None]] = []
        self._open = False
        self._page = page
        page.route_web_socket(re.compile("/meet/api/v1/socket"), self._route)

    def _route(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if self._open or '"type":"ticket"' not in str(message):
                server.send(message)
            else:
                self._waiting.append(lambda: server.send(message))

        socket.on_message(pass_on)

    def expect_some(self) -> None:
        """Waits until there is something to keep back."""
        deadline = time.monotonic() + SLOW / 1000
        while not self._waiting:
            assert time.monotonic() < deadline, "no ticket came"
            self._page.wait_for_timeout(50)  # lets Playwright deliver what came

    def let_go(self) -> None:
        self._open = True
        for send in self._waiting:
            send()


def test_two_at_once_and_a_fourth_while_the_third_negotiates(
    meet: Callable[..., Person], lab: JupyterServer
) -> None:
    link = f"{lab.url}meet/{created(lab, 'At once')}"
    people = ada, grace, alan, carol = [meet(name) for name in ("Ada", "Grace", "Alan", "Carol")]
    held = Held(alan.page)
    for person in people:
        person.page.goto(link)
        person.fill_prejoin()
    join(ada)
    ada.expect_in()

    join(grace)
    join(alan)
    for person in (grace, alan):
        person.expect_in()
    assert received(alan.page) == [], "Alan is still negotiating"
    held.expect_some()
    join(carol)
    carol.expect_in()
    assert received(alan.page) == [], "Alan is still negotiating when Carol is in"
    held.let_go()

    for person in people:
        expect_media_from(person.page, 3)
        # A connection that waited long may still be repairing itself; it never gets further media lines.
        wait_until(person.page, SETTLED, timeout=SLOW)
        assert person.page.get_by_role("figure").count() == 4


def join(person: Person) -> None:
    """Clicks, and waits for nothing."""
    person.page.get_by_role("button", name="Join meeting", exact=True).click(no_wait_after=True)
