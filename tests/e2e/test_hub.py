"""On a real JupyterHub: users' own servers, one meeting service, and links that work for everybody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.frontends import SLOW
from tests.e2e.hub import Hub, running_hub
from tests.e2e.hub_people import HubPerson, as_server
from tests.e2e.media import expect_media_from, expect_moving
from tests.e2e.meetings import button, make_invite
from tests.e2e.people import gathered
from tests.e2e.secrets_scan import Secrets
from tests.e2e.test_guest_reach import ELSEWHERE

CREATE = "from notebook_meet import Meeting\nm = Meeting.create('Across servers')\nm"
Meet = Callable[..., HubPerson]
EVERYBODY = '{"name": "user", "scopes": ["self", "access:services!service=meet"]}'
MEETERS = '{"name": "user", "scopes": ["self"]}, {"name": "meeters", "groups": ["meeters"], "scopes": ["access:services!service=meet"]}'


@pytest.fixture
def meet(browser: Browser, secrets: Secrets, request: pytest.FixtureRequest) -> Iterator[Meet]:
    with gathered(request.session) as people:

        def make(name: str, hub: Hub, *, login: bool = True) -> HubPerson:
            person = people.meet(browser, as_server(hub), name, secrets, login=login, kind=HubPerson)
            assert isinstance(person, HubPerson)
            return person

        yield make


def begins_in_cell(person: HubPerson) -> str:
    """The first cell makes a meeting, which the person joins there; the link is what the second one prints."""
    person.run_cell(0)
    person.join(name=person.user)
    person.run_cell(1)
    output = person.page.locator(".jp-Notebook .jp-CodeCell").nth(1).locator(".jp-OutputArea-output")
    return output.inner_text().strip().splitlines()[-1]


def comes_by_link(person: HubPerson, link: str) -> None:
    """Somebody who has never been here: the hub's login does not lose the link."""
    person.page.goto(link)
    person.page.wait_for_url("**/hub/login**")
    person.log_in()
    own = person.page.get_by_role("textbox", name="Your name")
    expect(own).to_have_attribute("placeholder", person.user, timeout=SLOW)
    assert person.page.url == link
    button(person, "Join meeting").click()
    person.expect_in(name=person.user)


def expect_no_way_in(person: HubPerson, link: str) -> None:
    """Who may not use the service is told by the hub, which the link leads through."""
    person.page.goto(link)
    person.page.wait_for_url("**/hub/login**")
    person.log_in()
    expect(person.page.get_by_role("heading", name="You do not have permission to access")).to_be_visible(
        timeout=SLOW
    )
    person.page.close()


def expect_together(*people: HubPerson) -> None:
    """Everybody sees everybody else move, and receives their sound."""
    for person in people:
        for other in people:
            if other is not person:
                expect_moving(person.page, other.user)
        expect_media_from(person.page, len(people) - 1)


def expect_put_out(person: HubPerson, hub: Hub, *, seen_by: HubPerson) -> None:
    """A right that the administrator takes away ends the call."""
    hub.put_out_of_group(person.user)
    expect(person.page.get_by_text("may not use meetings")).to_be_visible(timeout=SLOW)
    expect(seen_by.tile(person.user)).to_have_count(0)


def test_one_printed_stanza_and_a_link_works_for_everybody(
    meet: Meet, secrets: Secrets, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The stanza as it is printed, but only the group ``meeters`` may use the service, and guests by invite."""
    folder = tmp_path_factory.mktemp("hub")
    meeters, options = ["alice", "bob", "grace"], ["--Meet.allow_guests=True"]
    plain = Hub(folder, meeters=meeters, changes={EVERYBODY: MEETERS}, options=options)
    plain.notebook("alice", CREATE, "print(m.link)", "Meeting.create('One more')")
    with running_hub(plain, secrets) as hub:
        hub.begin_server("alice")
        alice = meet("Alice", hub)
        alice.open_lab("meet.ipynb")
        link = begins_in_cell(alice)
        assert link.startswith(f"{hub.url}services/meet/")

        bob = meet("Bob", hub, login=False)
        comes_by_link(bob, link)
        expect_no_way_in(meet("Hans", hub, login=False), link)
        hub.notebook("grace", f"from notebook_meet import Meeting\nm = Meeting.join({link!r})\nm")
        hub.begin_server("grace")
        comes_as_guest(meet("Guest", hub, login=False), alice)
        grace = meet("Grace", hub, login=False)
        comes_in_own_lab(grace, lab_link(alice), seen_by=alice)
        grace.open_lab("meet.ipynb")
        grace.run_cell(0)
        grace.join(name="grace")
        expect_together(alice, bob, grace)

        hub.kill_proxy()
        expect_still_in_touch(alice, bob)
        expect_together(alice, bob, grace)

        expect_put_out(bob, hub, seen_by=alice)
        expect_put_out(alice, hub, seen_by=grace)
        alice.run_cell(2)
        refusal = alice.page.locator(".jp-Notebook .jp-CodeCell").nth(2).locator(".jp-OutputArea-output")
        expect(refusal.first).to_contain_text("may not use meetings")
        expect_no_meeting_from_launcher(alice)


def comes_as_guest(guest: HubPerson, host: HubPerson) -> None:
    """Somebody without an account, who has no user's name, also not of one who is elsewhere; and goes again."""
    guest.page.goto(make_invite(host))
    guest.join(name="grace", seen_as="grace (guest)")
    expect(host.tile("grace (guest)")).to_have_count(1)
    guest.leave()
    expect(host.tile("grace (guest)")).to_have_count(0)


def lab_link(person: HubPerson) -> str:
    """The second link of the Invite panel."""
    button(person, "Invite").click()
    expect(person.page.get_by_text("everybody on this JupyterHub")).to_be_visible()
    link = person.page.get_by_role("textbox", name="Link for JupyterLab").input_value()
    person.page.keyboard.press("Escape")
    return link


def comes_in_own_lab(person: HubPerson, link: str, *, seen_by: HubPerson) -> None:
    """The link leads through the hub's login into the person's own JupyterLab. The tab's cross is the way out."""
    person.page.goto(link)
    person.page.wait_for_url("**/hub/login**")
    person.log_in()
    panel = person.page.locator(".nbmeet-lab-panel")
    own = panel.get_by_role("textbox", name="Your name")
    expect(own).to_have_attribute("placeholder", person.user, timeout=2 * SLOW)
    assert f"/user/{person.user}/lab" in person.page.url
    hers = f"{seen_by.user} ({person.user})"  # nobody speaks in somebody else's name
    person.join(name=seen_by.user, seen_as=hers, within=panel)
    expect_moving(seen_by.page, hers)
    tab = person.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text="Across servers")
    expect(tab).to_have_attribute("title", "Meeting: Across servers")
    tab.locator(".lm-TabBar-tabCloseIcon").click()
    expect(seen_by.tile(hers)).to_have_count(0)


def expect_no_meeting_from_launcher(person: HubPerson) -> None:
    """JupyterLab says without a notebook, too, why there is none."""
    person.page.evaluate("() => void window.jupyterapp.commands.execute('launcher:create')")
    person.page.locator(".jp-LauncherCard", has_text="New meeting").click()
    dialog = person.page.locator(".jp-Dialog")
    dialog.get_by_label("Meeting title").fill("Not for me")
    dialog.get_by_role("button", name="Create meeting").click()
    expect(dialog).to_contain_text("may not use meetings")


def expect_still_in_touch(one: HubPerson, other: HubPerson) -> None:
    """What one says over the server now reaches the other."""
    one.page.get_by_role("button", name="Raise hand", exact=True).click()
    expect(other.tile(one.user)).to_contain_text("hand raised", timeout=SLOW)


@contextmanager
def same_socket(person: HubPerson) -> Iterator[None]:
    """Nothing of this person's connection to the service is lost within the block."""
    opened: list[str] = []
    person.page.on("websocket", lambda socket: opened.append(socket.url))
    yield
    assert [url for url in opened if "/services/meet/" in url] == []


def test_with_subdomains_a_base_url_and_a_named_server_and_through_every_restart(
    meet: Meet, secrets: Secrets, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Proxy and service run beside the hub."""
    apart = Hub(tmp_path_factory.mktemp("apart"), meeters=["alice"], host="hub.localhost", base="/jupyter/")
    apart.notebook("alice", CREATE, "print(m.link)")
    with running_hub(apart, secrets) as hub:
        hub.begin_server("alice", "second")
        alice = meet("Alice", hub, login=False)
        hub.until_server("alice", "second")
        alice.open_own_host("second", "meet.ipynb")
        link = begins_in_cell(alice)
        assert link.startswith(f"http://meet--service.hub.localhost:{hub.port}/jupyter/services/meet/")
        bob = meet("Bob", hub, login=False)
        comes_by_link(bob, link)
        expect_together(alice, bob)

        with same_socket(alice), same_socket(bob):
            hub.end("hub")
            hub.start_hub()
            expect_still_in_touch(alice, bob)
        expect_together(alice, bob)

        hub.end("service")
        with bob.page.expect_response("**/api/v1/me", timeout=SLOW):
            hub.start_service()
        expect_together(alice, bob)

        hub.end("proxy")
        hub.start_proxy()
        expect_still_in_touch(bob, alice)


def test_without_the_service_who_is_invited_reaches_the_meeting_and_nothing_else(
    meet: Meet, secrets: Secrets, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The meeting is on Alice's own server, which Carol, another user, has no access to."""
    alone = Hub(tmp_path_factory.mktemp("alone"), meeters=["alice"], service=False)
    alone.notebook("alice", CREATE)
    with running_hub(alone, secrets) as hub:
        hub.begin_server("alice")
        carol, alice = meet("Carol", hub), meet("Alice", hub)
        alice.open_lab("meet.ipynb")
        alice.run_cell(0)
        alice.join(name="alice")
        link = make_invite(alice)
        own = f"{hub.url}user/alice/"
        assert link.startswith(f"{own}meet/")
        button(alice, "Invite").click()
        expect(alice.page.get_by_text("one person's own server")).to_be_visible()
        carol.page.goto(link)
        carol.join(name="alice (guest)")
        expect_moving(carol.page, "alice")
        expect_moving(alice.page, "alice (guest)")
        for path in ELSEWHERE:
            answer = carol.context.request.get(own + path)
            assert answer.status in (401, 403, 404, 405), (path, answer.status)
