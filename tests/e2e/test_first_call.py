"""The main job, for real: four people, four ways in, one call."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.media import expect_media_from, expect_moving, ice_servers, live_tracks
from tests.e2e.meetings import make_invite
from tests.e2e.people import SLOW, Person
from tests.e2e.secrets_scan import Secrets
from tests.jupyter import JupyterServer

TITLE = "Linear algebra, office hours"
PASSCODE = "fourier-canary-5291"
CREATE = f"""from notebook_meet import Meeting
m = Meeting.create({TITLE!r}, passcode={PASSCODE!r})
m"""
Meet = Callable[..., Person]


def link_in(person: Person, cell: int) -> str:
    """Runs the cell ``print(m.link)`` and reads what it printed."""
    person.run_cell(cell)
    output = person.page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".jp-OutputArea-output")
    return output.inner_text().strip().strip("'")


def ada_creates(meet: Meet, lab: JupyterServer) -> tuple[Person, str]:
    """Ada runs the cell, joins from it as host, and reads the link."""
    lab.notebook("ada.ipynb", CREATE, "m.link", "sorted(p.name for p in m.participants)")
    ada = meet("Ada")
    ada.open_lab("ada.ipynb")
    ada.run_cell(0)
    expect(ada.page.get_by_role("heading", name=TITLE)).to_be_visible(timeout=SLOW)
    ada.join()
    expect(end_button(ada)).to_be_visible()
    return ada, link_in(ada, 1)


def grace_opens_the_link(meet: Meet, link: str) -> Person:
    """Grace is refused with a wrong passcode, in words, and let in with the right one."""
    grace = meet("Grace")
    grace.page.goto(link)
    grace.fill_prejoin(passcode="wrong")
    grace.page.get_by_role("button", name="Join meeting", exact=True).click()
    expect(grace.page.get_by_role("alert")).to_contain_text("passcode is not right")
    grace.join(passcode=PASSCODE)
    expect(end_button(grace)).to_have_count(0)
    return grace


def alan_joins_from_his_notebook(meet: Meet, lab: JupyterServer, link: str) -> Person:
    join = f"from notebook_meet import Meeting\nm = Meeting.join({link!r}, passcode={PASSCODE!r})\nm"
    lab.notebook("alan.ipynb", join)
    alan = meet("Alan")
    alan.open_lab("alan.ipynb")
    alan.run_cell(0)
    alan.join()
    return alan


def carol_comes_by_invite(meet: Meet, invite: str) -> Person:
    """Carol has no login; the invite knows her name, and its secret leaves the address bar at once."""
    carol = meet("Carol", login=False)
    carol.page.goto(invite)
    expect(carol.page.get_by_role("heading", name=TITLE)).to_be_visible(timeout=SLOW)
    assert "#" not in carol.page.url
    carol.page.get_by_role("button", name="Join meeting", exact=True).click()
    carol.expect_in()
    return carol


def test_four_people_four_ways_in(meet: Meet, lab: JupyterServer, secrets: Secrets) -> None:
    secrets.add("passcode", PASSCODE)
    ada, link = ada_creates(meet, lab)
    grace = grace_opens_the_link(meet, link)
    alan = alan_joins_from_his_notebook(meet, lab, link)
    carol = carol_comes_by_invite(meet, make_invite(ada, "Carol"))

    people = [ada, grace, alan, carol]
    for person in people:
        expect_media_from(person.page, 3)
        for other in people:
            expect_moving(person.page, f"{other.name} (you)" if other is person else other.name)
        expect(person.tile("Carol (you)" if person is carol else "Carol")).to_contain_text("Guest")

    ada.run_cell(2)
    roster = ada.page.locator(".jp-Notebook .jp-CodeCell").nth(2).locator(".jp-OutputArea-output")
    expect(roster).to_contain_text("['Ada', 'Alan', 'Carol', 'Grace']")

    grace.leave()
    for person in (ada, alan, carol):
        expect(person.tile("Grace")).to_have_count(0, timeout=10_000)
    assert live_tracks(grace.page) == []
    ada.save()
    alan.save()
    assert ice_servers(ada.page) == ice_servers(carol.page) == [], "nobody else's server is asked by default"
    secrets.of_kernels(lab)
    known = {"passcode", "admission", "host_key", "invite", "resume", "SDP", "kernels' secret"}
    assert known <= set(secrets.found.values()), "the scan looks for all of these"


def end_button(person: Person) -> Locator:
    return person.page.get_by_role("button", name="End meeting for everyone", exact=True)
