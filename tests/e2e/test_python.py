"""What a host does in Python, from the point of view of people in browsers."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from notebook_meet import Meeting, meeting
from tests.e2e.heard import expect_heard, listen
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer
from tests.kernel.waiting import eventually

APP = "server"
Meet = Callable[..., Person]


@pytest.fixture
def m(lab: JupyterServer) -> Iterator[Meeting]:
    """A meeting that this process has made, as a kernel elsewhere would."""
    made = Meeting.create("From Python", server=lab.url, token=lab.token)
    yield made
    made.end()
    made.close()
    meeting._thread.stop()


def comes(someone: Person, m: Meeting) -> Person:
    someone.page.goto(f"{someone.server.url}meet/{m.id}")
    someone.join()
    eventually(lambda: someone.name in [one.name for one in m.participants])
    return someone


def test_the_attendance_has_one_row_for_who_reloads_leaves_and_comes_again(m: Meeting, meet: Meet) -> None:
    assert len(m.attendance()) == 0
    grace = comes(meet("Grace"), m)
    eventually(lambda: [one.name for one in m.participants] == ["Grace"])
    grace.page.reload()
    grace.join()
    comes(meet("Alan"), m)
    table = m.attendance()
    assert table["name"].tolist() == ["Grace", "Alan"]
    assert table["left"].isna().all()
    assert (table["joined"].diff().dt.total_seconds().dropna() > 0).all()
    grace.leave()
    eventually(lambda: m.attendance()["left"].notna().tolist() == [True, False])
    comes(grace, m)
    table = m.attendance()
    assert table["left"].isna().tolist() == [True, True]
    assert table["minutes"][0] > table["minutes"][1] > 0


def test_who_is_muted_or_held_from_python_is_heard_by_nobody(m: Meeting, meet: Meet) -> None:
    grace, alan = meet("Grace"), meet("Alan")
    listen(grace, alan)
    comes(grace, m)
    comes(alan, m)
    expect_heard(alan.page, "Grace")
    m.mute("Grace")
    expect_heard(alan.page, "Grace", heard=False)
    microphone = grace.page.get_by_role("button", name="Microphone", exact=True)
    expect(microphone).to_have_attribute("aria-pressed", "false")
    microphone.click()
    expect_heard(alan.page, "Grace")
    m.hold("Grace")
    expect_heard(alan.page, "Grace", heard=False)
    assert [(one.name, one.muted, one.held) for one in m.participants] == [
        ("Grace", True, True),
        ("Alan", False, False),
    ]
    m.hold("Grace", on=False)
    microphone.click()
    expect_heard(alan.page, "Grace")


def test_who_is_removed_is_told_gone_and_kept_out(m: Meeting, meet: Meet) -> None:
    grace, alan = comes(meet("Grace"), m), comes(meet("Alan"), m)
    expect(alan.tile("Grace")).to_have_count(1, timeout=SLOW)
    m.remove("Grace")
    expect(alan.tile("Grace")).to_have_count(0, timeout=SLOW)
    expect(grace.page.get_by_text("You were removed from this meeting.")).to_be_visible(timeout=SLOW)
    grace.page.goto(f"{grace.server.url}meet/{m.id}")
    expect(grace.page.get_by_text("You were removed from this meeting.")).to_be_visible(timeout=SLOW)


def test_a_locked_meeting_keeps_newcomers_out_and_lets_back_in_who_was_here(m: Meeting, meet: Meet) -> None:
    grace, alan = comes(meet("Grace"), m), meet("Alan")
    m.lock()
    alan.page.goto(f"{alan.server.url}meet/{m.id}")
    alan.fill_prejoin()
    alan.page.get_by_role("button", name="Join meeting", exact=True).click()
    expect(alan.page.get_by_text("The meeting is locked.")).to_be_visible(timeout=SLOW)
    grace.page.reload()
    grace.join()
    m.unlock()
    comes(alan, m)
    expect(grace.tile("Alan")).to_have_count(1, timeout=SLOW)


def test_who_asks_to_join_is_let_in_or_turned_away(m: Meeting, meet: Meet) -> None:
    m.use_waiting_room()
    grace, alan = meet("Grace"), meet("Alan")
    for someone in (grace, alan):
        someone.page.goto(f"{someone.server.url}meet/{m.id}")
        someone.fill_prejoin()
        someone.page.get_by_role("button", name="Ask to join", exact=True).click()
    eventually(lambda: {one.name for one in m.waiting} == {"Grace", "Alan"})
    assert m.participants == []
    m.admit("Grace")
    grace.expect_in()
    m.deny("Alan")
    expect(alan.page.get_by_text("You were not let into this meeting.")).to_be_visible(timeout=SLOW)
    assert m.waiting == []
