"""The session in a waiting room, and beside one."""

import pytest

from notebook_meet.happenings import Connected, Knocked, KnockEnded, Waits
from notebook_meet.session import Session
from notebook_meet.wire.messages import Hello, Refused
from notebook_meet.wire.waiting import Knock, Knocker, KnockOver, Waiting
from tests.kernel.welcomed import ADA, NOW, welcome, welcomed

GRACE, ALAN = (Knocker(id=name[0] * 16, name=name, guest=True, since=1.0) for name in ("Grace", "Alan"))


def test_who_waits_is_in_when_welcomed() -> None:
    session = Session()
    session.greeting("a" * 43)
    assert session.received(Waiting(), NOW) == [Waits()]
    assert (session.waits, session.connected, session.people) == (True, False, ())
    assert session.received(welcome(ADA), NOW) == [Connected()]
    assert (session.waits, session.connected, session.people) == (False, True, (ADA,))


@pytest.mark.parametrize("code", [None, 1006, 1001])
def test_who_waits_and_loses_the_socket_asks_once_more(code: int | None) -> None:
    session = Session()
    session.greeting("a" * 43)
    session.received(Waiting(), NOW)
    assert session.closed(code) == "admit"
    assert session.greeting("b" * 43) == Hello(admission="b" * 43)
    assert not session.waits


@pytest.mark.parametrize("code", ["denied", "waiting_full"])
def test_who_is_turned_away_learns_why(code: str) -> None:
    session = Session()
    session.greeting("a" * 43)
    session.received(Waiting(), NOW)
    session.received(Refused(code=code, message="No."), NOW)
    assert session.closed(4403) == "over"
    assert session.over is not None
    assert session.over.code == code


def test_knocks_are_told_once_and_forgotten_when_over() -> None:
    session = welcomed()
    assert session.received(Knock(seq=2, person=GRACE), NOW) == [Knocked(GRACE)]
    assert session.received(Knock(seq=3, person=ALAN), NOW) == [Knocked(ALAN)]
    assert session.received(Knock(seq=4, person=GRACE), NOW) == []
    assert session.knocking == (GRACE, ALAN)
    assert session.received(KnockOver(seq=5, id=GRACE.id), NOW) == [KnockEnded(GRACE)]
    assert session.received(KnockOver(seq=6, id=GRACE.id), NOW) == []
    assert session.knocking == (ALAN,)


def test_a_welcome_says_afresh_who_knocks_which_is_no_news() -> None:
    session = welcomed()
    session.received(Knock(seq=2, person=GRACE), NOW)
    session.received(Knock(seq=3, person=ALAN), NOW)
    session.received(welcome(), NOW)
    assert session.knocking == ()
    assert session.received(Knock(seq=2, person=GRACE), NOW) == []
    assert session.knocking == (GRACE,)
