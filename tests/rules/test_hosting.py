"""Who is host: handing over, and who takes over while no host is here."""

import pytest

from notebook_meet.wire.limits import HOST_GONE_SECONDS
from notebook_meet.wire.messages import Leave
from notebook_meet.wire.moderation import HandOver, Hold, SetRole
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules import decisions as d
from notebook_meet_server.rules.moderation import still_concerns
from tests.rules.rooms import Client, Stage, pid
from tests.rules.test_moderation import a_stage, codes, shown


def roles(client: Client, *names: str) -> list[str]:
    return [shown(client, name).role for name in names]


def without_host(stage: Stage, host: Client) -> None:
    """The host leaves, and a minute goes by."""
    stage.send(host, Leave)
    stage.wait(0)
    stage.wait(HOST_GONE_SECONDS)


def test_a_hand_over_is_stored_first() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    effects = stage.send(who["ada"], HandOver, id=pid("grace"))
    assert effects == [c.Keep(pid("ada"), 1, d.HandedOver("user:ada", "user:grace"))]
    assert stage.room.members[pid("ada")].role == "host"
    stage.apply(d.HandedOver("user:ada", "user:grace"))
    assert roles(who["ada"], "ada", "grace") == roles(who["grace"], "ada", "grace") == ["presenter", "host"]


def test_a_hand_over_to_someone_who_has_gone_is_no_more_of_concern() -> None:
    stage, who = a_stage(ada="host", grace="attendee")
    handed = d.HandedOver("user:ada", "user:grace")
    assert still_concerns(stage.room, handed)
    stage.send(who["grace"], Leave)
    assert not still_concerns(stage.room, handed)
    assert still_concerns(stage.room, d.Expelled("user:grace"))


def test_the_presenter_who_is_here_longest_takes_over_and_gives_back() -> None:
    stage, who = a_stage(ada="host", alan="attendee", grace="presenter", emmy="presenter")
    stage.send(who["ada"], Leave)
    stage.wait(0)
    stage.wait(HOST_GONE_SECONDS - 0.1)
    assert roles(who["emmy"], "grace", "emmy") == ["presenter", "presenter"]
    stage.wait(0.1)
    assert roles(who["emmy"], "alan", "grace", "emmy") == ["attendee", "host", "presenter"]
    again = stage.join("again", principal="user:ada", role="host")
    assert roles(again, "again", "grace") == ["host", "presenter"]
    assert roles(who["grace"], "again", "grace") == ["host", "presenter"]


def test_a_host_who_is_only_reconnecting_does_not_host() -> None:
    stage, who = a_stage(ada="host", grace="presenter")
    stage.cut(who["ada"])
    stage.wait(0)
    stage.wait(29)
    stage.resume(who["ada"])
    stage.wait(HOST_GONE_SECONDS)
    assert roles(who["grace"], "grace") == ["presenter"]
    stage.cut(who["ada"])
    stage.wait(0)
    stage.wait(HOST_GONE_SECONDS)
    assert roles(who["grace"], "grace") == ["host"]


def test_a_kernel_that_listens_is_no_host_to_people() -> None:
    stage, who = a_stage(ada="host", grace="presenter")
    stage.join("kernel", kind="kernel", role="host")
    without_host(stage, who["ada"])
    assert roles(who["grace"], "grace") == ["host"]
    stage.join("another", kind="kernel", role="host")
    assert roles(who["grace"], "grace") == ["host"]


def test_nobody_takes_over_where_nobody_presents_until_somebody_does() -> None:
    stage, who = a_stage(ada="host", alan="attendee")
    without_host(stage, who["ada"])
    assert roles(who["alan"], "alan") == ["attendee"]
    stage.join("grace", role="presenter")
    stage.wait(0.5)
    assert roles(who["alan"], "alan", "grace") == ["attendee", "host"]


def test_when_who_acts_goes_the_next_minute_begins() -> None:
    stage, who = a_stage(ada="host", grace="presenter", emmy="presenter")
    without_host(stage, who["ada"])
    stage.send(who["grace"], Leave)
    stage.wait(0)
    stage.wait(HOST_GONE_SECONDS - 0.1)
    assert roles(who["emmy"], "emmy") == ["presenter"]
    stage.wait(0.1)
    assert roles(who["emmy"], "emmy") == ["host"]
    again = stage.join("again", principal="user:grace", role="presenter")
    assert roles(again, "again", "emmy") == ["presenter", "host"]


def test_who_acts_and_comes_back_from_a_lost_connection_still_only_acts() -> None:
    stage, who = a_stage(ada="host", grace="presenter")
    without_host(stage, who["ada"])
    stage.cut(who["grace"])
    stage.wait(20)
    stage.resume(who["grace"])
    assert roles(who["grace"], "grace") == ["host"]
    again = stage.join("again", principal="user:ada", role="host")
    assert roles(again, "grace") == ["presenter"]


def test_who_acts_and_comes_back_later_does_so_no_more() -> None:
    stage, who = a_stage(ada="host", grace="presenter", alan="attendee")
    without_host(stage, who["ada"])
    stage.send(who["grace"], Leave)
    stage.wait(0.5)
    stage.join("back", principal="user:grace", role="presenter")
    assert stage.room.acting is None
    assert roles(who["alan"], "back") == ["presenter"]


def test_who_acts_lets_another_one_act_without_the_store() -> None:
    stage, who = a_stage(ada="host", grace="presenter", alan="attendee")
    without_host(stage, who["ada"])
    assert not [e for e in stage.send(who["grace"], HandOver, id=pid("alan")) if isinstance(e, c.Keep)]
    assert roles(who["alan"], "grace", "alan") == ["presenter", "host"]
    stage.decide(who["alan"], Hold, id=pid("grace"), on=True)
    assert shown(who["alan"], "grace").silence == "held"
    again = stage.join("again", principal="user:ada", role="host")
    assert roles(again, "grace", "alan") == ["presenter", "presenter"]


def test_the_other_tabs_of_who_acts_act_too() -> None:
    stage, who = a_stage(ada="host", grace="presenter")
    without_host(stage, who["ada"])
    stage.join("tab", principal="user:grace", role="presenter")
    assert roles(who["grace"], "grace", "tab") == ["host", "host"]
    again = stage.join("again", principal="user:ada", role="host")
    assert roles(again, "grace", "tab") == ["presenter", "presenter"]


@pytest.mark.parametrize("how", ["key", "decision", "seat"])
def test_who_acts_and_becomes_host_stays_it(how: str) -> None:
    stage, who = a_stage(ada="host", grace="presenter")
    without_host(stage, who["ada"])
    if how == "key":
        stage.apply(c.RoleGranted("user:grace", "host"))
    elif how == "decision":
        stage.apply(d.HandedOver("user:ada", "user:grace"))
    else:
        stage.join("tab", principal="user:grace", role="host")
    again = stage.join("again", principal="user:ada", role="host")
    assert roles(again, "grace", "again") == ["host", "host"]


def test_who_acts_can_be_given_another_role_by_a_hosts_kernel() -> None:
    stage, who = a_stage(ada="host", grace="presenter")
    kernel = stage.join("kernel", kind="kernel", role="host")
    without_host(stage, who["ada"])
    stage.decide(kernel, SetRole, id=pid("grace"), role="attendee")
    assert codes(kernel) == ["not_allowed"]
    stage.apply(d.Ranked("user:grace", "attendee"))
    again = stage.join("again", principal="user:ada", role="host")
    assert roles(again, "grace") == ["attendee"]
