"""A kernel keeps order in a real meeting."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notebook_meet import Meeting, errors, meeting
from notebook_meet.wire.people import Role
from tests.jupyter import JupyterServer
from tests.kernel.real_people import Person, Town
from tests.kernel.waiting import eventually

pytestmark = pytest.mark.slow


@pytest.fixture
def m(jupyter: JupyterServer, bundle: Path) -> Iterator[Meeting]:
    made = Meeting.create("Order", server=jupyter.url, token=jupyter.token)
    yield made
    made.close()
    meeting._thread.stop()


def comes(m: Meeting, town: Town, name: str, role: Role = "attendee", **how: Any) -> Person:
    """Somebody who is in, and whom the kernel sees."""
    person = town.person(m.id, name, role, **how).here()
    eventually(lambda: person.me and person.me.id in {one.id for one in m.participants})
    return person


def seen(m: Meeting, name: str) -> Any:
    """A participant, as the kernel sees this person now."""
    return next((one for one in m.participants if one.name == name), None)


@pytest.mark.parametrize("how", ["name", "id", "participant"])
def test_mute_and_what_ends_it(m: Meeting, town: Town, how: str) -> None:
    grace = comes(m, town, "Grace").speaks()
    eventually(lambda: seen(m, "Grace") and not seen(m, "Grace").muted)
    one = seen(m, "Grace")
    m.mute({"name": "Grace", "id": one.id, "participant": one}[how])
    assert (seen(m, "Grace").muted, seen(m, "Grace").held) == (True, False)
    eventually(lambda: grace.me and grace.me.silence == "muted")
    grace.says_off_and_on()
    eventually(lambda: not seen(m, "Grace").muted)


def test_mute_all_leaves_hosts_alone(m: Meeting, town: Town) -> None:
    for name, role in (("Grace", "attendee"), ("Alan", "presenter"), ("Hedy", "host")):
        comes(m, town, name, role).speaks()  # type: ignore[arg-type]
    eventually(lambda: [one.muted for one in m.participants] == [False] * 3)
    m.mute_all()
    assert {one.name: one.muted for one in m.participants} == {"Grace": True, "Alan": True, "Hedy": False}


def test_who_is_held_cannot_switch_the_microphone_on(m: Meeting, town: Town) -> None:
    grace = comes(m, town, "Grace").speaks()
    m.hold("Grace")
    assert (seen(m, "Grace").muted, seen(m, "Grace").held) == (True, True)
    eventually(lambda: grace.me and grace.me.silence == "held")
    with pytest.raises(errors.NotAllowed, match="host has switched your microphone off") as refused:
        grace.says_off_and_on()
    assert refused.value.code == "held"
    m.hold("Grace", on=False)
    assert not seen(m, "Grace").held
    grace.says_off_and_on()
    eventually(lambda: not seen(m, "Grace").muted)


def test_who_is_removed_is_out_for_good(m: Meeting, town: Town) -> None:
    invite = town.invite(m.id)
    grace = comes(m, town, "Grace", invite=invite)
    m.remove("Grace")
    assert seen(m, "Grace") is None
    assert isinstance(grace.over(), errors.Removed)
    assert isinstance(town.person(m.id, "Grace again", invite=invite).over(), errors.InviteRevoked)


def test_roles_and_the_host_handed_over(m: Meeting, town: Town) -> None:
    comes(m, town, "Grace").speaks()
    m.set_role("Grace", "observer")
    assert (seen(m, "Grace").role, seen(m, "Grace").muted) == ("observer", True)
    m.set_role(seen(m, "Grace"), "presenter")
    m.hand_over("Grace")
    assert seen(m, "Grace").role == "host"
    for call in (lambda: m.hold("Grace"), lambda: m.remove("Grace"), lambda: m.set_role("Grace", "attendee")):
        with pytest.raises(errors.NotAllowed, match="Grace is a host: hosts can only be muted"):
            call()
    for call in (m.lock, lambda: m.mute("Grace")):
        with pytest.raises(errors.NotAllowed, match="role in this meeting does not allow"):
            call()


def test_a_locked_meeting_says_so_to_newcomers(m: Meeting, town: Town, jupyter: JupyterServer) -> None:
    assert m.locked is False
    m.lock()
    assert m.locked is True
    m.lock()
    assert isinstance(town.person(m.id, "Grace").over(), errors.MeetingLocked)
    m.unlock()
    assert m.locked is False
    comes(m, town, "Grace")


def test_whom_it_is_about_has_to_be_clear(m: Meeting, town: Town) -> None:
    twins = [comes(m, town, "Twin") for _ in range(2)]
    eventually(lambda: len(m.participants) == 2)
    with pytest.raises(errors.BadRequest, match=r"2 people .* 'Twin'\. Pass one of them"):
        m.mute("Twin")
    with pytest.raises(
        errors.BadRequest, match=r"Nobody in this meeting has the name 'Nobody'\. There is: 'Twin"
    ):
        m.remove("Nobody")
    with pytest.raises(errors.BadRequest, match=r"hand_over\(person\) makes a host"):
        m.set_role(m.participants[0], "host")  # type: ignore[arg-type]
    gone = m.participants[0]
    twins[0].goes()
    eventually(lambda: len(m.participants) == 1)
    with pytest.raises(errors.BadRequest) as refused:
        m.mute(gone)
    assert refused.value.code == "bad_recipient"


def test_who_has_left_decides_nothing_more(m: Meeting) -> None:
    assert m.participants == []
    m.leave()
    for call in (m.mute_all, m.lock, m.unlock):
        with pytest.raises(errors.Disconnected):
            call()
    assert m.locked is False
