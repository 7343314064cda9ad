"""Mute, hold, remove, roles and the lock, as everybody in the room hears of them."""

from typing import Any

import pytest

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.messages import Failed, Leave, Left, MeetingChanged, State, Updated, Welcome
from notebook_meet.wire.moderation import HandOver, Hold, Lock, Mute, MuteAll, Remove, SetRole, Spotlight
from notebook_meet.wire.people import Participant
from notebook_meet.wire.talk import Say
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules import decisions as d
from tests.rules.rooms import Client, Stage, pid


def a_stage(**people: str) -> tuple[Stage, dict[str, Client]]:
    """A room with these people, name by role."""
    stage = Stage()
    return stage, {name: stage.join(name, role=role) for name, role in people.items()}


def shown(client: Client, name: str) -> Participant:
    """How a client shows somebody now."""
    participant: Participant | None = None
    for message in client.heard:
        if isinstance(message, Welcome):
            participant = next((one for one in message.participants if one.id == pid(name)), None)
        elif (isinstance(message, Updated) and message.participant.id == pid(name)) or (
            hasattr(message, "participant") and message.participant.id == pid(name)
        ):
            participant = message.participant
    assert participant is not None
    return participant


def sound(client: Client, name: str) -> tuple[bool, str]:
    seen = shown(client, name)
    return seen.microphone, seen.silence


def codes(client: Client) -> list[str]:
    return [failed.code for failed in client.of(Failed)]


def on(stage: Stage, client: Client, *, camera: bool = False) -> None:
    stage.send(client, State, microphone=True, camera=camera, screen=False)


def off(stage: Stage, client: Client) -> None:
    stage.send(client, State, microphone=False, camera=False, screen=False)


# --- muting ----------------------------------------------------------------------------------------------------


def test_everybody_hears_of_a_mute_the_muted_one_too() -> None:
    stage, who = a_stage(ada="presenter", grace="attendee", alan="attendee")
    on(stage, who["grace"])
    stage.send(who["ada"], Mute, id=pid("grace"))
    assert [sound(client, "grace") for client in who.values()] == [(False, "muted")] * 3


def test_who_switches_the_microphone_on_again_is_muted_no_more() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    on(stage, who["grace"])
    stage.send(who["ada"], Mute, id=pid("grace"))
    off(stage, who["grace"])
    assert sound(who["ada"], "grace") == (False, "muted")
    on(stage, who["grace"])
    assert [sound(client, "grace") for client in who.values()] == [(True, "none")] * 2


def test_what_was_on_its_way_does_not_lift_a_mute() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    on(stage, who["grace"])
    stage.send(who["ada"], Mute, id=pid("grace"))
    on(stage, who["grace"], camera=True)
    assert sound(who["ada"], "grace") == (False, "muted")
    assert shown(who["ada"], "grace").camera
    assert codes(who["grace"]) == []


def test_who_is_silent_already_is_muted_all_the_same_once() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    stage.send(who["ada"], Mute, id=pid("grace"))
    stage.send(who["ada"], Mute, id=pid("grace"))
    assert len(who["ada"].of(Updated)) == 1
    assert sound(who["grace"], "grace") == (False, "muted")


@pytest.mark.parametrize(
    ("sender", "other", "code"),
    [
        ("host", "host", None),
        ("presenter", "presenter", None),
        ("presenter", "observer", None),
        ("presenter", "host", "not_allowed"),
        ("attendee", "observer", "not_allowed"),
        ("observer", "attendee", "not_allowed"),
    ],
)
def test_nobody_mutes_a_higher_role(sender: str, other: str, code: str | None) -> None:
    stage, who = a_stage(ada=sender, grace=other)
    stage.send(who["ada"], Mute, id=pid("grace"))
    assert codes(who["ada"]) == ([code] if code else [])
    assert shown(who["grace"], "grace").silence == ("none" if code else "muted")


def test_everybody_is_muted_but_the_sender_and_hosts() -> None:
    stage, who = a_stage(ada="host", grace="presenter", alan="attendee", emmy="presenter")
    tab = stage.join("other", role="presenter", principal="user:grace")
    stage.send(who["grace"], MuteAll)
    silence = {name: shown(tab, name).silence for name in (*who, "other")}
    assert silence == {"ada": "none", "grace": "none", "alan": "muted", "emmy": "muted", "other": "none"}
    stage.send(who["ada"], MuteAll)
    assert shown(tab, "grace").silence == shown(tab, "other").silence == "muted"


# --- holding ---------------------------------------------------------------------------------------------------


def test_who_is_held_cannot_switch_on_until_released() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    on(stage, who["grace"])
    stage.decide(who["ada"], Hold, id=pid("grace"), on=True)
    assert [sound(client, "grace") for client in who.values()] == [(False, "held")] * 2
    on(stage, who["grace"], camera=True)  # was on its way: no complaint, and the camera counts
    assert codes(who["grace"]) == []
    off(stage, who["grace"])
    for _ in range(2):
        on(stage, who["grace"], camera=True)
    assert codes(who["grace"]) == ["held", "held"]
    assert sound(who["ada"], "grace") == (False, "held")
    assert shown(who["ada"], "grace").camera
    stage.decide(who["ada"], Hold, id=pid("grace"), on=False)
    assert sound(who["ada"], "grace") == (False, "none")
    on(stage, who["grace"])
    assert sound(who["ada"], "grace") == (True, "none")


def test_a_hold_is_the_persons_in_every_tab_and_after_a_reload() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    tab = stage.join("other", principal="user:grace")
    stage.decide(who["ada"], Hold, id=pid("grace"), on=True)
    assert shown(tab, "other").silence == "held"
    again = stage.join("again", principal="user:grace", replaces=pid("grace"), held=True)
    on(stage, again)
    assert codes(again) == ["held"]
    assert sound(who["ada"], "again") == (False, "held")


def test_a_hold_survives_a_lost_connection_and_a_mute() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    stage.decide(who["ada"], Hold, id=pid("grace"), on=True)
    stage.cut(who["grace"])
    stage.resume(who["grace"])
    stage.send(who["ada"], Mute, id=pid("grace"))
    on(stage, who["grace"])
    assert codes(who["grace"]) == ["held"]
    assert shown(who["ada"], "grace").silence == "held"


def test_holding_twice_is_said_once() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    for _ in range(2):
        stage.decide(who["ada"], Hold, id=pid("grace"), on=True)
    assert len(who["ada"].of(Updated)) == 1


# --- removing --------------------------------------------------------------------------------------------------


def test_the_removed_are_out_in_every_tab_and_say_nothing_more() -> None:
    stage, who = a_stage(ada="host", grace="attendee", alan="attendee")
    tab = stage.join("other", principal="user:grace")
    kernel = stage.join("kernel", principal="user:grace", kind="kernel")
    connection = who["grace"].connection
    assert connection is not None
    stage.decide(who["ada"], Remove, id=pid("grace"))
    for gone in (who["grace"], tab, kernel):
        assert gone.closed is not None
        assert (gone.closed.close, gone.closed.code) == (CloseCode.NOT_ALLOWED, "removed")
    assert [(left.id, left.reason) for left in who["alan"].of(Left)] == [
        (pid("grace"), "removed"),
        (pid("other"), "removed"),
    ]
    before = len(who["alan"].heard)
    stage.apply(c.Received(connection, Say(n=9, text="still here")))
    assert len(who["alan"].heard) == before


# --- roles -----------------------------------------------------------------------------------------------------


def test_a_role_is_the_persons_and_everybody_hears() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    tab = stage.join("other", principal="user:grace")
    stage.decide(who["ada"], SetRole, id=pid("grace"), role="presenter")
    assert [shown(client, "other").role for client in (who["ada"], who["grace"], tab)] == ["presenter"] * 3
    assert shown(tab, "grace").role == "presenter"


def test_an_observers_devices_and_hand_are_down() -> None:
    stage, who = a_stage(ada="host", grace="presenter")
    stage.send(who["grace"], State, microphone=True, camera=True, screen=True)
    stage.room.members[pid("grace")].hand = 1
    stage.decide(who["ada"], SetRole, id=pid("grace"), role="observer")
    seen = shown(who["ada"], "grace")
    assert (seen.role, seen.microphone, seen.camera, seen.screen, seen.hand) == (
        "observer",
        False,
        False,
        False,
        0,
    )


def test_the_same_role_again_is_said_to_nobody() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    stage.decide(who["ada"], SetRole, id=pid("grace"), role="attendee")
    assert who["ada"].of(Updated) == []


# --- whom nobody can decide over -------------------------------------------------------------------------------

DECISIONS: list[tuple[type[Any], dict[str, Any]]] = [
    (Hold, {"on": True}),
    (Remove, {}),
    (SetRole, {"role": "attendee"}),
    (HandOver, {}),
]


@pytest.mark.parametrize(("kind", "values"), [*DECISIONS, (Mute, {})])
def test_who_is_gone_unseen_or_oneself(kind: type[Any], values: dict[str, Any]) -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    stage.join("kernel", kind="kernel")
    stage.apply(d.Expelled("user:grace"))
    targets = [pid("grace"), pid("kernel"), pid("ada"), pid("nobody")]
    for target in targets:
        assert not [e for e in stage.send(who["ada"], kind, id=target, **values) if isinstance(e, c.Keep)]
    assert codes(who["ada"]) == ["bad_recipient"] * len(targets)


@pytest.mark.parametrize(("kind", "values"), DECISIONS)
def test_another_host(kind: type[Any], values: dict[str, Any]) -> None:
    stage, who = a_stage(ada="host", grace="host")
    tab = stage.join("tab", principal="user:ada", role="host")
    assert not [e for e in stage.send(who["ada"], kind, id=pid("grace"), **values) if isinstance(e, c.Keep)]
    assert not [e for e in stage.send(tab, kind, id=pid("ada"), **values) if isinstance(e, c.Keep)]
    assert codes(who["ada"]) == ["not_allowed"]
    assert codes(tab) == ["bad_recipient"]


# --- the lock --------------------------------------------------------------------------------------------------


def test_everybody_hears_of_the_lock_once() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    for _ in range(2):
        stage.decide(who["ada"], Lock, on=True)
    assert [changed.meeting.locked for changed in who["grace"].of(MeetingChanged)] == [True]
    assert stage.join("alan").of(Welcome)[0].meeting.locked
    stage.decide(who["ada"], Lock, on=False)
    assert [changed.meeting.locked for changed in who["grace"].of(MeetingChanged)] == [True, False]


# --- the spotlight ---------------------------------------------------------------------------------------------


def test_everybody_hears_of_the_spotlight_once_and_newcomers_see_it() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    for target in (pid("grace"), pid("grace"), pid("ada"), None, None):
        stage.send(who["ada"], Spotlight, id=target)
    heard = [changed.meeting.spotlight for changed in who["grace"].of(MeetingChanged)]
    assert heard == [pid("grace"), pid("ada"), None]
    stage.send(who["ada"], Spotlight, id=pid("grace"))
    assert stage.join("alan").of(Welcome)[0].meeting.spotlight == pid("grace")


def test_the_spotlight_ends_with_who_stands_in_it() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    stage.send(who["ada"], Spotlight, id=pid("grace"))
    stage.send(who["grace"], Leave)
    assert stage.join("alan").of(Welcome)[0].meeting.spotlight is None


def test_the_spotlight_finds_nobody_who_is_not_seen() -> None:
    stage, who = a_stage(ada="host")
    kernel = stage.join("kernel", kind="kernel")
    for target in (pid("nobody"), pid("kernel")):
        stage.send(who["ada"], Spotlight, id=target)
    assert codes(who["ada"]) == ["bad_recipient"] * 2
    assert kernel.of(MeetingChanged) == []


@pytest.mark.parametrize("role", ["presenter", "attendee", "observer"])
def test_only_hosts_turn_the_spotlight(role: str) -> None:
    stage, who = a_stage(ada="host", grace=role)
    stage.send(who["grace"], Spotlight, id=pid("grace"))
    assert codes(who["grace"]) == ["not_allowed"]
    assert who["ada"].of(MeetingChanged) == []
