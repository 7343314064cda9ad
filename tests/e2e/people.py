"""People at their browsers: each has a browser context (cookies, storage) of their own."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.e2e.jupyter import JupyterServer
from tests.e2e.media import WATCH
from tests.e2e.secrets_scan import Secrets

RAN = re.compile(r"\[\d+\]")
SLOW = 60_000.0
"""Milliseconds to wait for something heavy (JupyterLab, a kernel) on a busy small machine."""


@dataclass
class Person:
    """Someone with a name and a browser."""

    name: str
    context: BrowserContext
    server: JupyterServer
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)
    """What went wrong on our own pages, in the browser's words: errors, and breaches of the content security policy."""

    def __post_init__(self) -> None:
        self.context.add_init_script(WATCH)
        self.context.on("console", self._listen)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.new_page()

    def _listen(self, message: ConsoleMessage) -> None:
        # A refusal is an answer that the page shows in words; the browser reports its status all the same.
        ours = message.page is not None and "/meet/" in message.page.url
        if message.type == "error" and ours and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

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
        self.page.wait_for_function(
            "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel", timeout=SLOW
        )
        self.page.wait_for_function(
            "() => ['idle'].includes(window.jupyterapp.shell.currentWidget.sessionContext.kernelDisplayStatus)",
            timeout=SLOW,
        )

    def run_cell(self, index: int, *, wait: bool = True) -> None:
        """Runs one code cell as a person does: click into it, Ctrl+Enter.

        A freshly opened Lab can miss the first keys, so it is pressed again until the prompt shows that it ran.
        """
        cell = self.page.locator(".jp-Notebook .jp-CodeCell").nth(index)
        cell.locator(".jp-InputArea-editor").first.click()
        prompt = cell.locator(".jp-InputArea-prompt").first
        before = prompt.inner_text()
        for _ in range(5):
            self.page.keyboard.press("Control+Enter")
            try:
                expect(prompt).not_to_have_text(before, timeout=3_000)
                break
            except AssertionError:
                cell.locator(".jp-InputArea-editor").first.click()
        if wait:
            expect(prompt).to_have_text(RAN, timeout=SLOW)

    def save(self) -> None:
        """Saves the notebook and waits until it is written."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def command(self, name: str) -> None:
        """Runs one of JupyterLab's own commands."""
        self.page.evaluate("(name) => window.jupyterapp.commands.execute(name)", name)

    def join(
        self, *, passcode: str | None = None, name: str | None = None, within: Locator | None = None
    ) -> None:
        """Fills the prejoin screen and joins with camera and microphone."""
        self.fill_prejoin(passcode=passcode, name=name, within=within)
        (within or self.page).get_by_role("button", name="Join meeting", exact=True).click()
        self.expect_in(within=within)

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

    def tile(self, name: str) -> Locator:
        return self.page.get_by_role("figure", name=name, exact=True)

    def leave(self) -> None:
        self.page.get_by_role("button", name="Leave meeting", exact=True).click()

    def shoot(self, path: Path) -> None:
        """A screenshot, for people to look at."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path)


def person(
    browser: Browser, server: JupyterServer, name: str, secrets: Secrets, *, login: bool = True
) -> Person:
    """Someone new with an empty browser; logged in to the server unless told otherwise."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    secrets.watch(context)
    someone = Person(name, context, server)
    if login:
        someone.log_in()
    return someone
