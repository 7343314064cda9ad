"""On a real JupyterHub: users' own servers, one meeting service, and links that work for everybody."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import gathered
from tests.e2e.frontends import SLOW
from tests.e2e.hub import Hub, HubPerson, as_server, running_hub
from tests.e2e.media import expect_media_from, expect_moving
from tests.e2e.meetings import button, make_invite
from tests.e2e.secrets_scan import Secrets

CREATE = "from notebook_meet import Meeting\nm = Meeting.create('Across servers')\nm"
Meet = Callable[..., HubPerson]
EVERYBODY = '{"name": "user", "scopes": ["self", "access:services!service=meet"]}'
MEETERS = '{"name": "user", "scopes": ["self"]}, {"name": "meeters", "groups": ["meeters"], "scopes": ["access:services!service=meet"]}'


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """The stanza as it is printed, but only the group ``meeters`` may use the service, and guests by invite."""
    folder = tmp_path_factory.mktemp("hub")
    meeters = ["alice", "bob", "ada", "grace"]
    options = ["--Meet.allow_guests=True"]
    with running_hub(Hub(folder, meeters=meeters, changes={EVERYBODY: MEETERS}, options=options)) as hub:
        yield hub


@pytest.fixture
def meet(hub: Hub, browser: Browser, secrets: Secrets, request: pytest.FixtureRequest) -> Iterator[Meet]:
    with gathered(request.session) as people:

        def make(name: str, *, login: bool = True) -> HubPerson:
            person = people.meet(browser, as_server(hub), name, secrets, login=login, kind=HubPerson)
            assert isinstance(person, HubPerson)
            return person

        yield make


def test_a_link_from_a_cell_works_for_everybody(meet: Meet, hub: Hub) -> None:
    hub.notebook("alice", CREATE, "print(m.link)", "[(p.name, p.guest) for p in m.participants]")
    alice = meet("Alice")
    alice.open_lab("meet.ipynb")
    alice.run_cell(0)
    alice.join(name="alice")
    alice.run_cell(1)
    output = alice.page.locator(".jp-Notebook .jp-CodeCell").nth(1).locator(".jp-OutputArea-output")
    link = output.inner_text().strip().splitlines()[-1]
    assert link.startswith(f"{hub.url}services/meet/")

    # Bob has never been here: the hub's login does not lose the link.
    bob = meet("Bob", login=False)
    bob.page.goto(link)
    bob.page.wait_for_url("**/hub/login**")
    bob.log_in()
    own = bob.page.get_by_role("textbox", name="Your name")
    expect(own).to_have_attribute("placeholder", "bob", timeout=SLOW)
    assert bob.page.url == link
    bob.join(name="bob")
    for one, other in ((alice, "bob"), (bob, "alice")):
        expect_moving(one.page, other)
        expect_media_from(one.page, 1)

    # Somebody without an account comes by invite, and has no user's name, also not of one who is elsewhere.
    guest = meet("Guest", login=False)
    guest.page.goto(make_invite(alice))
    guest.fill_prejoin(name="ada")
    button(guest, "Join meeting").click()
    expect(guest.tile("ada (guest) (you)")).to_have_count(1, timeout=SLOW)
    expect(bob.tile("ada (guest)")).to_have_count(1)
    alice.run_cell(2)
    seen = alice.page.locator(".jp-Notebook .jp-CodeCell").nth(2).locator(".jp-OutputArea-output")
    expect(seen).to_have_text("[('alice', False), ('bob', False), ('ada (guest)', True)]")

    # A right that the administrator takes away ends the call.
    hub.put_out_of_group("bob")
    expect(bob.page.get_by_text("may not use meetings")).to_be_visible(timeout=SLOW)
    expect(alice.tile("bob")).to_have_count(0)
    expect(alice.tile("ada (guest)")).to_have_count(1)


def test_a_notebook_joins_that_has_never_visited_the_service(meet: Meet, hub: Hub) -> None:
    ada = meet("Ada", login=False)
    ada.page.goto(f"{hub.url}services/meet/")
    ada.page.wait_for_url("**/hub/login**")
    ada.log_in()
    ada.page.get_by_role("textbox", name="Meeting title").fill("Office hours", timeout=SLOW)
    ada.page.get_by_role("button", name="Create meeting").click()
    ada.join(name="ada")

    hub.notebook("grace", f"from notebook_meet import Meeting\nm = Meeting.join({ada.page.url!r})\nm")
    grace = meet("Grace")
    grace.open_lab("meet.ipynb")
    grace.run_cell(0)
    grace.join(name="grace")
    expect_both(ada, grace)


def expect_both(ada: HubPerson, grace: HubPerson) -> None:
    for one, other in ((ada, "grace"), (grace, "ada")):
        expect_moving(one.page, other)
        expect_media_from(one.page, 1)


def test_a_link_opens_the_recipient_s_own_jupyterlab(meet: Meet, hub: Hub) -> None:
    ada = meet("Ada")
    ada.page.goto(f"{hub.url}services/meet/")
    ada.page.get_by_role("textbox", name="Meeting title").fill("In your Lab", timeout=SLOW)
    button(ada, "Create meeting").click()
    ada.join(name="ada")
    button(ada, "Invite").click()
    expect(ada.page.get_by_text("everybody on this JupyterHub")).to_be_visible()
    link = ada.page.get_by_role("textbox", name="Link for JupyterLab").input_value()

    # Her server is not running, and nobody has logged in here: the hub sees to both.
    grace = meet("Grace", login=False)
    grace.page.goto(link)
    grace.page.wait_for_url("**/hub/login**")
    grace.log_in()
    panel = grace.page.locator(".nbmeet-lab-panel")
    own = panel.get_by_role("textbox", name="Your name")
    expect(own).to_have_attribute("placeholder", "grace", timeout=2 * SLOW)
    assert "/user/grace/lab" in grace.page.url
    grace.join(name="grace", within=panel)
    expect_both(ada, grace)
    # The tab's cross is the way out.
    tab = grace.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text="Meeting")
    tab.locator(".lm-TabBar-tabCloseIcon").click()
    expect(ada.tile("grace")).to_have_count(0)


def test_who_may_not_use_the_service_is_told_so(meet: Meet, hub: Hub) -> None:
    hub.notebook("dave", CREATE)
    dave = meet("Dave")
    dave.open_lab("meet.ipynb")
    dave.run_cell(0)
    expect(dave.page.locator(".jp-OutputArea-output").first).to_contain_text("may not use meetings")

    # The same in JupyterLab without a notebook.
    dave.page.evaluate("() => void window.jupyterapp.commands.execute('launcher:create')")
    dave.page.locator(".jp-LauncherCard", has_text="New meeting").click()
    dialog = dave.page.locator(".jp-Dialog")
    dialog.get_by_label("Meeting title").fill("Not for me")
    dialog.get_by_role("button", name="Create meeting").click()
    expect(dialog).to_contain_text("may not use meetings")
