"""Everything JupyterLab does to a cell's widget: whatever happens, exactly one participant."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.media import expect_media_from, expect_moving, live_tracks
from tests.e2e.people import SLOW, Person, gathered
from tests.e2e.secrets_scan import Secrets
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer

CREATE = 'from notebook_meet import Meeting\nm = Meeting.create("Widget life")'
JOIN = "n = Meeting.join(m.link)\nn"
AGAIN = 'm = Meeting.create("Another")\nm'
FILLER = "print(*range(60), sep='\\n')"


@pytest.fixture(scope="module")
def people(
    browser: Browser, lab: JupyterServer, secrets: Secrets, request: pytest.FixtureRequest
) -> Iterator[tuple[Person, Person]]:
    """Ada at her Lab and Grace at a tab, for all tests of this module."""
    with gathered(request.session) as people:
        yield people.meet(browser, lab, "Ada", secrets), people.meet(browser, lab, "Grace", secrets)


@pytest.fixture
def call(
    people: tuple[Person, Person], lab: JupyterServer, request: pytest.FixtureRequest
) -> Iterator[tuple[Person, Person]]:
    """Ada in a call from cell 1 of a new notebook, Grace in it from a tab, video both ways."""
    ada, grace = people
    name = f"{request.node.originalname}.ipynb"
    lab.notebook(name, CREATE, "m", "m.link", FILLER, "m.close()", "m.end()", JOIN, AGAIN)
    ada.open_lab(name)
    ada.run_cell(0)
    ada.run_cell(1)
    ada.join(within=cell(ada, 1))
    ada.run_cell(2)
    link = cell(ada, 2).locator(".jp-OutputArea-output").inner_text().strip().strip("'")
    grace.page.goto(link)
    grace.join()
    expect_one_ada(grace)
    expect_moving(ada.page, "Grace")
    yield ada, grace
    grace.page.goto("about:blank")
    ada.page.goto("about:blank")


def cell(person: Person, index: int) -> Locator:
    return person.page.locator(".jp-Notebook .jp-CodeCell").nth(index)


def select(person: Person, index: int) -> None:
    """Makes a cell the active one, in command mode, as a click on its prompt does."""
    cell(person, index).locator(".jp-InputArea-prompt").click()


def expect_one_ada(grace: Person) -> None:
    """Grace sees exactly Ada and herself, and Ada's video moves."""
    expect_moving(grace.page, "Ada")
    expect_media_from(grace.page, 1)
    expect(grace.page.get_by_role("figure")).to_have_count(2)


def expect_nobody_but(grace: Person) -> None:
    expect(grace.page.get_by_role("figure")).to_have_count(1, timeout=15_000)


def seen_arrivals(grace: Person, act: Callable[[], None]) -> int:
    """How many times somebody joined or left for Grace while ``act`` ran: a call that stays has none."""
    grace.page.evaluate(
        """() => {
          window.__changes = 0;
          const stage = document.querySelector('[role=region]');
          const names = () => [...stage.querySelectorAll('figure')].map((f) => f.getAttribute('aria-label')).join();
          let before = names();
          new MutationObserver(() => { const now = names(); if (now !== before) { before = now; window.__changes += 1; } })
            .observe(stage, { subtree: true, childList: true, attributes: true });
        }"""
    )
    act()
    outwait_the_linger(grace)
    expect_one_ada(grace)
    changes: int = grace.page.evaluate("window.__changes")
    return changes


def outwait_the_linger(person: Person) -> None:
    """Lets 2.5 s of the page's own time go by.

    A call ends 1.5 s after its last view: only later does it mean something that it is still there. There is nothing to
    wait for but that time itself.
    """
    person.page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 2500))")


def test_scrolled_away_and_back(call: tuple[Person, Person]) -> None:
    ada, grace = call

    def act() -> None:
        ada.run_cell(3)
        cell(ada, 5).scroll_into_view_if_needed()
        expect(ada.tile("Ada (you)")).not_to_be_in_viewport()
        expect_one_ada(grace)
        cell(ada, 1).scroll_into_view_if_needed()
        expect_moving(ada.page, "Grace")
        expect_one_ada(grace)

    assert seen_arrivals(grace, act) == 0


def test_output_collapsed_and_expanded(call: tuple[Person, Person]) -> None:
    ada, grace = call

    def act() -> None:
        select(ada, 1)
        ada.command("notebook:hide-cell-outputs")
        expect(ada.tile("Grace")).to_have_count(0)
        outwait_the_linger(ada)
        expect_one_ada(grace)
        ada.command("notebook:show-cell-outputs")
        expect_moving(ada.page, "Grace")
        expect_moving(ada.page, "Ada (you)")
        expect_one_ada(grace)

    assert seen_arrivals(grace, act) == 0


def test_new_view_of_the_output(call: tuple[Person, Person]) -> None:
    ada, grace = call

    def act() -> None:
        select(ada, 1)
        ada.command("notebook:create-output-view")
        expect(ada.tile("Ada (you)")).to_have_count(2, timeout=SLOW)
        for view in range(2):
            expect_moving(ada.page, "Grace", nth=view)
        expect_one_ada(grace)
        ada.command("application:close")
        expect(ada.tile("Ada (you)")).to_have_count(1)
        expect_moving(ada.page, "Grace")

    assert seen_arrivals(grace, act) == 0


def test_cell_moved(call: tuple[Person, Person]) -> None:
    ada, grace = call

    def act() -> None:
        select(ada, 1)
        ada.command("notebook:move-cell-down")
        expect_moving(ada.page, "Grace")
        expect_one_ada(grace)

    assert seen_arrivals(grace, act) == 0


def test_cell_run_again(call: tuple[Person, Person]) -> None:
    ada, grace = call

    def act() -> None:
        ada.run_cell(1)
        expect_moving(ada.page, "Grace")
        expect_one_ada(grace)

    assert seen_arrivals(grace, act) == 0


def test_join_cell_run_again(call: tuple[Person, Person]) -> None:
    """Each run makes a new model; the old ones live on in the kernel. They all are one participant."""
    ada, grace = call

    def act() -> None:
        for _ in range(2):
            ada.run_cell(6)
            expect(cell(ada, 6).get_by_role("figure", name="Grace")).to_have_count(1)
        select(ada, 1)
        ada.command("notebook:clear-cell-output")
        expect(ada.tile("Grace")).to_have_count(1)
        expect_moving(ada.page, "Grace")
        expect_one_ada(grace)

    assert seen_arrivals(grace, act) == 0


def test_create_cell_run_again(call: tuple[Person, Person]) -> None:
    """A cell that makes a meeting makes a new one: the call of the earlier one ends, and the camera with it."""
    ada, grace = call
    select(ada, 1)
    ada.command("notebook:clear-cell-output")
    expect_nobody_but(grace)
    ada.run_cell(7)
    ada.join(within=cell(ada, 7))
    ada.run_cell(7)
    expect(cell(ada, 7).get_by_role("button", name="Join meeting", exact=True)).to_be_visible()
    wait_until(ada.page, "() => window.__live().length === 0", timeout=15_000)


def test_outputs_cleared(call: tuple[Person, Person]) -> None:
    ada, grace = call
    select(ada, 1)
    ada.command("notebook:clear-cell-output")
    expect_nobody_but(grace)
    assert live_tracks(ada.page) == []


def test_notebook_tab_closed(call: tuple[Person, Person]) -> None:
    ada, grace = call
    ada.save()
    ada.command("application:close")
    expect_nobody_but(grace)
    assert live_tracks(ada.page) == []


def test_widget_closed_from_python(call: tuple[Person, Person]) -> None:
    ada, grace = call
    ada.run_cell(4)
    expect_nobody_but(grace)
    assert live_tracks(ada.page) == []


def test_page_reloaded_with_the_kernel_alive(call: tuple[Person, Person]) -> None:
    ada, grace = call
    ada.save()
    ada.page.reload()
    expect_nobody_but(grace)
    restored = cell(ada, 1)
    expect(restored.get_by_role("button", name="Join meeting", exact=True)).to_be_visible(timeout=SLOW)
    assert live_tracks(ada.page) == []
    ada.join(within=restored)
    expect_one_ada(grace)
    expect(ada.page.get_by_role("button", name="End meeting for everyone", exact=True)).to_be_visible()


@pytest.mark.parametrize("how", ["restart", "shutdown"])
def test_kernel_gone(how: str, call: tuple[Person, Person], lab: JupyterServer) -> None:
    ada, grace = call

    def act() -> None:
        kernel = ada.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id")
        if how == "restart":
            lab.call("POST", f"api/kernels/{kernel}/restart", {})
        else:
            lab.call("DELETE", f"api/kernels/{kernel}")
        expect(ada.page.get_by_role("status", name="Connection")).to_have_text("Connected", ignore_case=True)
        expect_moving(ada.page, "Grace")
        expect_one_ada(grace)

    assert seen_arrivals(grace, act) == 0


def test_ended_from_python(call: tuple[Person, Person]) -> None:
    ada, grace = call
    ada.run_cell(5)
    for someone in (ada, grace):
        expect(someone.page.get_by_role("heading", name="This meeting has ended.")).to_be_visible(
            timeout=15_000
        )
        assert live_tracks(someone.page) == []
