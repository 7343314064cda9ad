"""People at a hub."""

import re
from typing import Any, cast
from urllib.parse import urlsplit

from typing_extensions import override

from tests.e2e.frontends import LAB, SLOW
from tests.e2e.hub import Hub
from tests.e2e.hub_config import PASSWORD
from tests.e2e.people import Person
from tests.jupyter import JupyterServer


class HubPerson(Person):
    """A user of a hub: the name in lower case is the user's."""

    @property
    def user(self) -> str:
        return self.name.lower()

    @override
    def log_in(self) -> None:
        """Logs in to the hub, where the hub's form is open already or at its own page."""
        if "/hub/login" not in self.page.url:
            self.page.goto(f"{self.server.url}hub/login?next={urlsplit(self.server.url).path}hub/home")
        self.page.locator("#username_input").fill(self.user)
        self.page.locator("#password_input").fill(PASSWORD)
        self.page.locator("#login_submit").click()

    @override
    def open_lab(self, notebook: str) -> None:
        """Opens a notebook in the user's own server, which the hub starts first."""
        self.page.goto(f"{self.server.url}hub/spawn/{self.user}?next=/user/{self.user}/lab/tree/{notebook}")
        self.page.wait_for_url(f"**/user/{self.user}/lab/**", timeout=2 * SLOW)
        LAB.wait(self.page)
        self._dismiss_what_lab_says_of_the_hub()

    def open_own_host(self, server: str, notebook: str) -> None:
        """The same on a hub with subdomains, in a named server that was begun; logs in on the way."""
        own = self.server.url.replace("://", f"://{self.user}.")
        self.page.goto(f"{own}user/{self.user}/{server}/lab/tree/{notebook}", timeout=SLOW)
        self.log_in()
        self.page.wait_for_url(f"{own}user/{self.user}/{server}/lab/**", timeout=2 * SLOW)
        LAB.wait(self.page)
        self._dismiss_what_lab_says_of_the_hub()

    def _dismiss_what_lab_says_of_the_hub(self) -> None:
        """JupyterLab says over everything else that it does not reach its server, which may be there again.

        It has several ways to say so. None of them asks for anything to be written or chosen, or tells of a meeting.
        """
        asks = self.page.get_by_role("textbox").or_(self.page.get_by_role("combobox"))
        said = self.page.locator(".jp-Dialog").filter(has_not=asks, has_not_text=re.compile("meeting"))
        away = re.compile("^(Dismiss|Close|OK|Ok)$")
        self.page.add_locator_handler(
            said.first, lambda dialog: dialog.get_by_role("button", name=away).last.click()
        )


def as_server(hub: Hub) -> JupyterServer:
    """The hub, where a person's server is asked for."""
    return cast("Any", hub)
