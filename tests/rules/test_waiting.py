"""Who waits to be let in, what they are told, and who hears of them."""

from typing import Any

import pytest

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import decode_client, encode
from notebook_meet.wire.limits import PONG_SECONDS
from notebook_meet.wire.messages import (
    CLIENT_MESSAGES,
    Failed,
    Leave,
    MeetingChanged,
    Message,
    Numbered,
    Ping,
    Pong,
    Refused,
    State,
    Welcome,
)
from notebook_meet.wire.moderation import Lock, Mute, SetRole
from notebook_meet.wire.talk import Hand, React, Say
from notebook_meet.wire.waiting import Admit, Deny, Knock, KnockOver, SetWaitingRoom, Waiting
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules import decisions as d
from tests.rules.rooms import Client, Stage, pid, token
from tests.rules.test_moderation import a_stage, codes
from tests.wire.cases import load


def knocks(client: Client) -> list[str]:
    """Who waits, by what a client has heard; a welcome begins anew."""
    waiting: list[str] = []
    for message in client.heard:
        if isinstance(message, Welcome):
            waiting = []
        elif isinstance(message, Knock):
            waiting.append(message.person.name)
        elif isinstance(message, KnockOver):
            waiting = [name for name in waiting if pid(name.lower()) != message.id]
    return waiting


def let_in(stage: Stage, client: Client, **more: Any) -> None:
    """Somebody who waits gets a seat."""
    values: dict[str, Any] = {
        "id": client.id,
        "principal": f"user:{client.name}",
        "name": client.name.title(),
        "role": "attendee",
        "kind": "browser",
        "guest": False,
        "resume": token(client.name),
        "joined_at": 2000.0,
    }
    assert client.connection is not None
    stage.apply(c.Admitted(client.id, c.Join(c.Entrant(**values | more), client.connection)))


# --- who hears -------------------------------------------------------------------------------------------------


def test_hosts_and_presenters_hear_a_knock_and_their_kernels_too() -> None:
    stage, who = a_stage(ada="host", grace="presenter", alan="attendee", emmy="observer")
    kernel = stage.join("kernel", kind="kernel", role="host")
    stage.knock("carol", guest=True)
    assert [knocks(one) for one in (*who.values(), kernel)] == [["Carol"], ["Carol"], [], [], ["Carol"]]
    person = who["ada"].of(Knock)[0].person
    assert (person.id, person.guest, person.since) == (pid("carol"), True, 1000.0)


def test_who_comes_later_hears_of_all_who_wait() -> None:
    stage = Stage()
    for name in ("carol", "dora"):
        stage.knock(name)
    assert knocks(stage.join("ada", role="host")) == ["Carol", "Dora"]
    assert knocks(stage.join("alan")) == []


def test_who_is_made_presenter_hears_of_all_who_wait_once() -> None:
    stage, who = a_stage(ada="host", alan="attendee")
    stage.knock("carol")
    for _ in range(2):
        stage.decide(who["ada"], SetRole, id=pid("alan"), role="presenter")
    assert len(who["alan"].of(Knock)) == 1
    stage.decide(who["ada"], SetRole, id=pid("alan"), role="attendee")
    stage.knock("dora")
    assert len(who["alan"].of(Knock)) == 1
    stage.apply(c.RoleGranted("user:alan", "host"))
    assert len(who["alan"].of(Knock)) == 3


def test_a_lost_connection_hears_of_knocks_afterwards() -> None:
    stage, who = a_stage(ada="host")
    stage.cut(who["ada"])
    stage.knock("carol")
    stage.resume(who["ada"])
    assert knocks(who["ada"]) == ["Carol"]


# --- who waits -------------------------------------------------------------------------------------------------


def test_who_waits_is_told_nothing_of_what_happens() -> None:
    stage, who = a_stage(ada="host", grace="presenter")
    carol = stage.knock("carol")
    stage.knock("dora")
    stage.send(who["ada"], Say, text="among us")
    stage.send(who["ada"], Say, text="to you", to=pid("carol"))
    stage.send(who["ada"], State, microphone=True, camera=True, screen=True)
    stage.send(who["grace"], Hand, raised=True)
    stage.send(who["grace"], React, reaction="clap")
    stage.ticket(who["grace"], carol, 1, offer=True)
    stage.send(who["ada"], Mute, id=pid("carol"))
    stage.send(who["ada"], Mute, id=pid("grace"))
    stage.decide(who["ada"], Lock, on=True)
    stage.join("alan")
    stage.cut(who["grace"])
    stage.resume(who["grace"])
    stage.wait(1)
    stage.send(who["grace"], Leave)
    assert [type(message) for message in carol.heard] == [Waiting]
    assert codes(who["ada"]) == ["bad_recipient"] * 2
    assert codes(who["grace"]) == ["bad_recipient"]
    assert stage.room.members.keys() == {pid("ada"), pid("alan")}
    assert pid("carol") not in {one.id for one in stage.join("emmy").of(Welcome)[0].participants}


def good_messages() -> dict[str, Message]:
    """One of each type that a client can say."""
    found = [decode_client(case.text) for case in load() if case.type == "ClientMessage" and case.ok]
    return {str(message.__struct_config__.tag): message for message in found}


@pytest.mark.parametrize("tag", [str(kind.__struct_config__.tag) for kind in CLIENT_MESSAGES])
def test_who_waits_may_ping_and_leave_and_nothing_else(tag: str) -> None:
    stage, who = a_stage(ada="host")
    carol = stage.knock("carol")
    before = len(who["ada"].heard)
    stage.say(carol, good_messages()[tag])  # type: ignore[arg-type]
    if tag == "ping":
        assert carol.heard[-1] == Pong(ack=0)
        assert carol.closed is None
        return
    assert carol.closed is not None
    expected = (CloseCode.NORMAL, None) if tag == "leave" else (CloseCode.NOT_ALLOWED, "not_allowed")
    assert (carol.closed.close, carol.closed.code) == expected
    assert [type(message) for message in who["ada"].heard[before:]] == [KnockOver]
    assert stage.room.waiting == {}


def test_a_lost_socket_waits_no_more() -> None:
    stage, who = a_stage(ada="host")
    stage.cut(stage.knock("carol"))
    assert knocks(who["ada"]) == []


def test_a_silent_socket_waits_no_more() -> None:
    stage, who = a_stage(ada="host")
    carol, dora = stage.knock("carol"), stage.knock("dora")
    stage.now += PONG_SECONDS - 0.1
    stage.apply(c.Heard(who["ada"].connection or 0))
    stage.apply(c.Heard(dora.connection or 0))
    stage.apply(c.Tick())
    assert carol.closed is None
    stage.now += 0.1
    stage.apply(c.Tick())
    assert carol.closed is not None
    assert carol.closed.close == CloseCode.SLOW_READER
    assert knocks(who["ada"]) == ["Dora"]


def test_who_floods_while_waiting_is_cut() -> None:
    stage, who = a_stage(ada="host")
    carol = stage.knock("carol")
    while carol.closed is None:
        assert len(carol.of(Pong)) <= 200
        stage.say(carol, Ping(seq=0))
    assert (carol.closed.close, len(carol.of(Pong))) == (CloseCode.TOO_FAST, 200)
    assert knocks(who["ada"]) == []


def test_one_person_waits_once() -> None:
    stage, who = a_stage(ada="host")
    first = stage.knock("carol")
    stage.knock("again", principal="user:carol")
    assert first.closed is not None
    assert (first.closed.close, first.closed.code) == (CloseCode.MOVED, "moved")
    assert knocks(who["ada"]) == ["Again"]


def test_the_end_is_told_to_those_who_wait() -> None:
    stage, _ = a_stage(ada="host")
    carol = stage.knock("carol")
    stage.apply(c.Finish())
    assert carol.closed is not None
    assert (carol.closed.close, carol.closed.code) == (CloseCode.ENDED, "meeting_ended")


@pytest.mark.parametrize("field", ["invite_id", "spend_invite"])
def test_a_revoked_invite_is_told_to_those_who_wait_with_it(field: str) -> None:
    stage, who = a_stage(ada="host")
    carol, dora = stage.knock("carol", **{field: "mine"}), stage.knock("dora", **{field: "another"})
    stage.apply(c.Remove([], "invite_revoked", "mine"))
    assert carol.closed is not None
    assert (carol.closed.close, carol.closed.code) == (CloseCode.NOT_ALLOWED, "invite_revoked")
    assert dora.closed is None
    assert knocks(who["ada"]) == ["Dora"]


def test_who_is_put_out_by_name_does_not_wait_either() -> None:
    stage, who = a_stage(ada="host")
    carol, dora = stage.knock("carol"), stage.knock("dora")
    stage.apply(c.Remove([pid("carol")], "hub_not_allowed"))
    assert carol.closed is not None
    assert (carol.closed.close, carol.closed.code) == (CloseCode.NOT_ALLOWED, "hub_not_allowed")
    assert dora.closed is None
    assert knocks(who["ada"]) == ["Dora"]


# --- who lets in -----------------------------------------------------------------------------------------------


def test_letting_in_asks_for_a_seat_and_gives_the_usual_welcome() -> None:
    stage, who = a_stage(ada="presenter", alan="attendee")
    carol = stage.knock("carol")
    effects = stage.send(who["ada"], Admit, id=pid("carol"))
    assert effects == [c.LetIn(pid("carol"), pid("ada"), 1)]
    let_in(stage, carol)
    assert [one.name for one in carol.of(Welcome)[0].participants] == ["Ada", "Alan", "Carol"]
    assert knocks(who["ada"]) == []
    stage.send(carol, Say, text="thanks")
    assert who["alan"].heard[-1].message.text == "thanks"  # type: ignore[attr-defined]


def test_sending_away() -> None:
    stage, who = a_stage(ada="presenter")
    carol = stage.knock("carol")
    stage.send(who["ada"], Deny, id=pid("carol"))
    assert carol.closed is not None
    assert (carol.closed.close, carol.closed.code) == (CloseCode.NOT_ALLOWED, "denied")
    assert knocks(who["ada"]) == []


@pytest.mark.parametrize("kind", [Admit, Deny])
def test_who_waits_no_more_can_be_neither_let_in_nor_sent_away(kind: type[Numbered]) -> None:
    stage, who = a_stage(ada="host", alan="attendee")
    stage.cut(stage.knock("carol"))
    for target in ("carol", "alan"):
        stage.send(who["ada"], kind, id=pid(target))
    assert codes(who["ada"]) == ["not_waiting"] * 2
    stage.send(who["alan"], kind, id=pid("carol"))
    assert [failed.code for failed in who["alan"].of(Failed)] == ["not_allowed"]


def test_who_cannot_be_let_in_after_all_hears_why() -> None:
    stage, who = a_stage(ada="host")
    carol = stage.knock("carol")
    for _ in range(2):
        stage.apply(c.TurnedAway(pid("carol"), "invite_used_up"))
    assert carol.closed is not None
    assert (carol.closed.close, carol.closed.code) == (CloseCode.NO_ADMISSION, "invite_used_up")
    assert knocks(who["ada"]) == []


def test_switching_is_stored_first_and_off_lets_everybody_in() -> None:
    stage, who = a_stage(ada="host", alan="attendee")
    assert stage.send(who["ada"], SetWaitingRoom, on=True) == [c.Keep(pid("ada"), 1, d.WaitingRoom(on=True))]
    for _ in range(2):
        stage.apply(d.WaitingRoom(on=True))
    assert [changed.meeting.waiting_room for changed in who["alan"].of(MeetingChanged)] == [True]
    for name in ("carol", "dora"):
        stage.knock(name)
    effects = stage.apply(d.WaitingRoom(on=False))
    assert [e for e in effects if isinstance(e, c.LetIn)] == [c.LetIn(pid("carol")), c.LetIn(pid("dora"))]
    assert not stage.join("emmy").of(Welcome)[0].meeting.waiting_room


def test_no_word_for_those_who_wait_is_one_that_resumes() -> None:
    """What who waits hears carries no number: there is nothing to say again."""
    stage = Stage()
    carol = stage.knock("carol")
    assert b"seq" not in encode(carol.heard[0])
    assert not carol.of(Refused)
