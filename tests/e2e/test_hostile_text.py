"""Whatever a person types stays text for everybody else: on the page under Trusted Types, and in a JupyterLab cell.

A cell can set neither CSP nor Trusted Types, so there is nothing behind it: there the canary would sing.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from notebook_meet_server.rules.names import clean_name, clean_title
from notebook_meet_server.rules.talk import clean_text
from tests.e2e import payloads
from tests.e2e.canary import Canary, expect_only_text
from tests.e2e.crowd import crowd
from tests.e2e.people import SLOW, Person
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]

AT_ONCE = 23
"""With the two who watch, as many as the stage shows on one page."""
POLYGLOT = "'\"><svg/onload=__xss()>{{7*7}}"
PASSCODE = '"><svg onload=__xss()> open sesame'
OPTIONS = ("--Meet.max_seats=64", "--Meet.default_role=host")

SEEN = """
([selector, names]) => {
  const there = new Set([...document.querySelectorAll(selector)].map((e) => e.getAttribute("aria-label") ?? e.textContent));
  return names.filter((name) => !there.has(name));
}
"""

SAID = """
(said) => {
  const there = new Set([...document.querySelectorAll(".nbmeet-said")].map((e) => e.textContent.replaceAll("`", "")));
  return said.every((text) => there.has(text));
}
"""

MARKS = [
    pytest.param(payloads.sample(60, seed=3), id="sample"),
    pytest.param(payloads.every(), id="all", marks=pytest.mark.soak),
]


def test_there_are_enough_of_them() -> None:
    assert len(set(payloads.every())) >= 300
    assert len({clean_name(payload) for payload in payloads.every()}) >= 300


def expect_texts(page: Page, selector: str, texts: list[str]) -> None:
    """Waits until all these texts are shown, each as the whole text or label of an element."""
    try:
        wait_until(page, f"(it) => ({SEEN})(it).length === 0", [selector, texts], timeout=30_000)
    except Exception as error:
        raise AssertionError(f"not shown: {page.evaluate(SEEN, [selector, texts])}") from error


@dataclass
class Stage:
    """A meeting that Ada follows on the page, and Grace in a JupyterLab cell."""

    server: JupyterServer
    ada: Person
    grace: Person
    mallory: Person
    canaries: list[Canary]
    meeting: str

    @property
    def pages(self) -> list[Page]:
        return [self.ada.page, self.grace.page]

    def call(self, method: str, path: str, body: object = None) -> dict[str, object]:
        answer: dict[str, object] = self.server.call(method, f"meet/api/v1/{path}", body)
        return answer

    def expect_silence(self) -> None:
        """Nothing ran, nothing was asked for, nothing but text was drawn."""
        for page in self.pages:
            expect_only_text(page)
        assert [canary.signs for canary in self.canaries] == [[], []]

    def cell(self, index: int) -> Locator:
        return self.grace.page.locator(".jp-Notebook .jp-CodeCell").nth(index)


CELLS = (
    "import json, pathlib\nfrom notebook_meet import Meeting\ntexts = json.loads(pathlib.Path('texts.json').read_text())",
    "m = Meeting.join({meeting!r}, name={polyglot!r})\nm.on('joined', lambda person: print(person.name))\nm",
    "m.participants",
    "print(*[person.name for person in m.participants], sep='\\n')",
    "print(m, m.title, repr(m))\nm.title",
    "[m.invite(name=text) for text in texts[:20]]",
    "Meeting.list()",
    "for text in texts:\n    try: Meeting.join(text)\n    except Exception as error: print(type(error), error)",
    "raise ValueError(''.join(texts))",
    "p = Meeting.create({polyglot!r}, passcode={passcode!r})\np",
    "for at in range(0, len(texts), 8):\n    m.chat.send('\\n'.join(texts[at : at + 8]))\nm.chat",
)
IN_CALL, PEOPLE, NAMES, SELF, INVITES, LIST, ERRORS, RAISED, CREATED, CHAT = range(1, 11)


@pytest.fixture
def stage(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    serve: Callable[[JupyterServer], JupyterServer],
    meet: Meet,
) -> Stage:
    """Ada and Grace, each with a hostile name of their own, in a call."""
    server = serve(JupyterServer(tmp_path, options=OPTIONS))
    made = server.call("POST", "meet/api/v1/meetings", {"title": "Text"})
    meeting: str = made["meeting"]["id"]
    cells = [
        cell.replace("{meeting!r}", repr(meeting))
        .replace("{polyglot!r}", repr(POLYGLOT))
        .replace("{passcode!r}", repr(PASSCODE))
        for cell in CELLS
    ]
    server.notebook("text.ipynb", *cells)
    (server.root / "texts.json").write_text(json.dumps(request.getfixturevalue("texts")))
    ada, grace = (meet(name, at=server) for name in ("Ada", "Grace"))
    mallory = meet("Mallory", at=server, login=False)
    mallory.page.goto(f"{server.url}login")
    canaries = [Canary(someone.context) for someone in (ada, grace)]
    own = payloads.sample(60, seed=1)[-2:]
    ada.page.goto(f"{server.url}meet/{meeting}")
    ada.fill_prejoin(name=own[0])
    ada.page.get_by_role("button", name="Join meeting", exact=True).click()
    stage = Stage(server, ada, grace, mallory, canaries, meeting)
    grace.open_lab("text.ipynb")
    grace.run_cell(0)
    grace.run_cell(IN_CALL)
    name = stage.cell(IN_CALL).get_by_role("textbox", name="Your name", exact=True)
    expect(name).to_have_value(POLYGLOT, timeout=SLOW)
    stage.cell(IN_CALL).get_by_role("button", name="Join meeting", exact=True).click()
    for page in stage.pages:
        expect(page.get_by_role("figure")).to_have_count(2, timeout=SLOW)
    return stage


@pytest.mark.parametrize("texts", MARKS)
def test_nothing_runs(stage: Stage, texts: list[str]) -> None:
    names_of_people(stage, texts)
    titles(stage, texts)
    names_of_invites(stage, texts)
    chat(stage, texts)
    printed(stage, texts)
    passcode(stage)
    after_the_call(stage)
    saved_and_opened_again(stage)
    assert stage.ada.complaints == []


def names_of_people(stage: Stage, texts: list[str]) -> None:
    """Tiles, labels, what screen readers are told, and what a listening cell prints."""
    invite = str(stage.call("POST", f"meetings/{stage.meeting}/invites", {"uses": 500})["secret"])
    for at in range(0, len(texts), AT_ONCE):
        batch = texts[at : at + AT_ONCE]
        with crowd(stage.mallory, stage.meeting, invite, batch) as names:
            # Two of them are the names of people with a login, which no guest may have: there something is appended.
            assert all(
                name.startswith(clean_name(text)[:50]) for name, text in zip(names, batch, strict=True)
            )
            for page in stage.pages:
                expect_texts(page, "figure", names)
                expect_texts(page, ".nbmeet-tag-name", names)
            if at == 0:
                stage.grace.run_cell(PEOPLE)
                stage.grace.run_cell(NAMES)
                expect(stage.cell(NAMES).locator(".jp-OutputArea")).to_contain_text(names[0])
            stage.expect_silence()
        for page in stage.pages:
            expect(page.get_by_role("figure")).to_have_count(2, timeout=SLOW)


def titles(stage: Stage, texts: list[str]) -> None:
    """The meeting's heading and label, the browser's tab, the kernel's view."""
    for text in texts:
        stage.call("PATCH", f"meetings/{stage.meeting}", {"title": text})
        for page in stage.pages:
            expect_texts(page, "h2.nbmeet-title", [clean_title(text)])
    expect(stage.ada.page).to_have_title(re.compile(f"^{re.escape(clean_title(texts[-1]))}"))
    stage.expect_silence()
    stage.grace.run_cell(SELF)


def chat(stage: Stage, texts: list[str]) -> None:
    """What is written, on the page and in the cell; and the kernel's view of it."""
    stage.grace.run_cell(CHAT)
    # Marks of code are no part of what is shown.
    said = [clean_text("\n".join(texts[at : at + 8])).replace("`", "") for at in range(0, len(texts), 8)]
    for page, view in zip(stage.pages, (stage.ada.page, stage.cell(IN_CALL)), strict=True):
        opener = view.get_by_role("button", name="Chat", exact=True)
        opener.click()
        wait_until(page, SAID, said, timeout=30_000)
        stage.expect_silence()
        opener.click()


def names_of_invites(stage: Stage, texts: list[str]) -> None:
    """The Invite panel: rows, and the labels of its buttons."""
    for at in range(0, len(texts), AT_ONCE):
        made = [
            stage.call("POST", f"meetings/{stage.meeting}/invites", {"name": text})["invite"]
            for text in texts[at : at + AT_ONCE]
        ]
        for page, view in zip(stage.pages, (stage.ada.page, stage.cell(IN_CALL)), strict=True):
            opener = view.get_by_role("button", name="Invite", exact=True)
            opener.click()
            expect_texts(page, ".nbmeet-invite-name", [invite["name"] for invite in made])  # type: ignore[index]
            opener.click()
        stage.expect_silence()
        for invite in made:
            stage.call("DELETE", f"meetings/{stage.meeting}/invites/{invite['id']}")  # type: ignore[index]


def printed(stage: Stage, texts: list[str]) -> None:
    """What objects say of themselves, lists of meetings, and errors that quote what was typed."""
    for text in texts:
        stage.call("POST", "meetings", {"title": text})
    for index in (INVITES, LIST, ERRORS, RAISED):
        stage.grace.run_cell(index)
        expect(stage.cell(index).locator(".jp-OutputArea-output").first).to_be_visible(timeout=SLOW)
    stage.expect_silence()


def passcode(stage: Stage) -> None:
    """The passcode, shown in the clear to whoever made the meeting."""
    stage.grace.run_cell(CREATED)
    cell = stage.cell(CREATED)
    cell.get_by_role("textbox", name="Your name", exact=True).fill("Grace", timeout=SLOW)
    cell.get_by_role("button", name="Join meeting", exact=True).click()
    cell.get_by_role("button", name="Invite", exact=True).first.click(timeout=SLOW)
    cell.get_by_role("button", name="Show passcode", exact=True).click()
    expect(cell.locator(".nbmeet-secret")).to_have_text(PASSCODE)
    stage.expect_silence()
    cell.get_by_role("button", name="Leave meeting", exact=True).click()


def after_the_call(stage: Stage) -> None:
    """Who was there, by name."""
    stage.ada.leave()
    stage.cell(IN_CALL).get_by_role("button", name="Leave meeting", exact=True).click()
    for page in stage.pages:
        expect(page.locator(".nbmeet-stays li").nth(AT_ONCE)).to_be_attached(timeout=SLOW)
    stage.expect_silence()


def saved_and_opened_again(stage: Stage) -> None:
    """The outputs and the widget's state, as they come out of the file."""
    stage.grace.save()
    stage.grace.open_lab("text.ipynb")
    heading = stage.cell(IN_CALL).get_by_role("heading").first
    expect(heading).to_be_visible(timeout=SLOW)
    stage.expect_silence()
