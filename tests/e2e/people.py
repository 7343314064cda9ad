"""People at their browsers: each has a browser context (cookies, storage) of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.e2e.complaints import complaints_of
from tests.e2e.frontends import LAB, SLOW
from tests.e2e.media import WATCH
from tests.e2e.secrets_scan import Secrets
from tests.jupyter import JupyterServer


@dataclass
class Person:
    """Someone with a name and a browser."""

    name: str
    context: BrowserContext
    server: JupyterServer
    page: Page = field(init=False)
    complaints: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.context.add_init_script(WATCH)
        self.complaints = complaints_of(self.context)
        self.page = self.context.new_page()

    def log_in(self) -> None:
        """Gets the server's login cookie the way a token link gives it."""
        answer = self.page.goto(
            f"{self.server.url}login?token={self.server.token}&next={self.server.base_url}api/status"
        )
        assert answer is not None
        assert answer.ok

    def open_lab(self, notebook: str) -> None:
        """Opens a notebook in a JupyterLab workspace of this person's own and waits for its kernel."""
        # A workspace of its own for each notebook: Lab would open those of earlier visits beside it.
        workspace = f"{self.name}-{notebook}".lower().replace(".", "-")
        self.page.goto(f"{self.server.url}lab/workspaces/{workspace}/tree/{notebook}")
        LAB.wait(self.page)

    def run_cell(self, index: int, *, wait: bool = True) -> None:
        """Runs one code cell of the Lab."""
        LAB.run_cell(self.page, index, wait=wait)

    def save(self) -> None:
        """Saves the notebook and waits until it is written."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def command(self, name: str) -> None:
        """Runs one of JupyterLab's own commands."""
        self.page.evaluate("(name) => window.jupyterapp.commands.execute(name)", name)

    def join(
        self,
        *,
        passcode: str | None = None,
        name: str | None = None,
        seen_as: str | None = None,
        within: Locator | None = None,
    ) -> None:
        """Fills the prejoin screen and joins with camera and microphone; ``seen_as`` what the server makes of the name."""
        self.fill_prejoin(passcode=passcode, name=name, within=within)
        (within or self.page).get_by_role("button", name="Join meeting", exact=True).click()
        self.expect_in(within=within, name=seen_as or name)

    def fill_prejoin(
        self, *, passcode: str | None = None, name: str | None = None, within: Locator | None = None
    ) -> None:
        screen = within or self.page
        screen.get_by_role("textbox", name="Your name", exact=True).fill(name or self.name, timeout=SLOW)
        if passcode is not None:
            screen.get_by_role("textbox", name="Passcode", exact=True).fill(passcode)

    def expect_in(self, *, within: Locator | None = None, name: str | None = None) -> None:
        own = (within or self.page).get_by_role("figure", name=f"{name or self.name} (you)", exact=True)
        expect(own).to_have_count(1, timeout=SLOW)

    @property
    def status(self) -> Locator:
        """The word for how the connection to the server is."""
        return self.page.get_by_role("status", name="Connection", exact=True)

    @property
    def tiles(self) -> Locator:
        """Everybody's, the own one first."""
        return self.page.get_by_role("figure")

    def tile(self, name: str) -> Locator:
        return self.page.get_by_role("figure", name=name, exact=True)

    def leave(self) -> None:
        self.page.get_by_role("button", name="Leave meeting", exact=True).click()

    def shoot(self, path: Path) -> None:
        """A screenshot, for people to look at."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path)

    def photograph(self, folder: Path) -> None:
        """A screenshot of every page that is open; where none can be taken, why."""
        for number, page in enumerate(self.context.pages):
            name = self.name if page is self.page else f"{self.name}-{number}"
            folder.mkdir(parents=True, exist_ok=True)
            try:
                page.screenshot(path=folder / f"{name}.png")
            except Error as reason:
                (folder / f"{name}.txt").write_text(f"No picture: {reason}")


class People:
    """Everybody whom a test makes. Nobody is made in another way, so nobody's complaints go unheard."""

    def __init__(self) -> None:
        self._everybody: list[Person] = []

    def meet(
        self,
        browser: Browser,
        server: JupyterServer,
        name: str,
        secrets: Secrets,
        *,
        login: bool = True,
        kind: type[Person] = Person,
    ) -> Person:
        """Someone new with an empty browser; logged in to the server unless told otherwise."""
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        secrets.watch(context)
        someone = kind(name, context, server)
        self._everybody.append(someone)
        if login:
            someone.log_in()
        return someone

    def photograph(self, folder: Path) -> None:
        """Pictures of what each of them sees, named after them."""
        for someone in self._everybody:
            someone.photograph(folder)

    def close(self) -> None:
        """Closes their browsers.

        Raises:
            AssertionError: something went wrong on our pages; it is in the message, in the browser's words.
        """
        for someone in self._everybody:
            someone.context.close()
        complaints = [f"{one.name}: {said}" for one in self._everybody for said in one.complaints]
        if complaints:
            raise AssertionError("\n".join(complaints))


# Here, since a module that tests import from a conftest is another one than pytest's.
GATHERED = pytest.StashKey[list[People]]()


@contextmanager
def gathered(session: pytest.Session) -> Iterator[People]:
    """People who are photographed when a test fails while they are here; none of them may have a complaint."""
    people = People()
    present = session.stash.setdefault(GATHERED, [])
    present.append(people)
    yield people
    present.remove(people)
    people.close()
