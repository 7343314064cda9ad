"""Someone who is in the meeting already: asked, moved, or there a second time."""

from typing import Any

import pytest

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.messages import Joined, Left, State, Updated, Welcome
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules import gathering
from notebook_meet_server.rules.newcomer import Newcomer
from notebook_meet_server.rules.room import Room
from tests.rules.rooms import Client, Stage, token

GRACE = "user:grace"
ASKS = Newcomer(GRACE, if_here="ask")
MOVES = Newcomer(GRACE, if_here="move")


def join(stage: Stage, name: str, principal: str = GRACE, **more: Any) -> Client:
    """Somebody comes in and says what their devices do, as a browser does at once."""
    client = stage.join(name, principal=principal, **more)
    if more.get("kind") != "kernel":
        stage.send(client, State, microphone=False, camera=False)
    return client


def ids(room: Room) -> list[str]:
    return [member.who.id for member in room.people()]


def test_who_asks_is_told() -> None:
    stage = Stage()
    join(stage, "ada", "user:ada")
    assert stage.room.problem(ASKS) is None
    tab = join(stage, "tab")
    assert stage.room.problem(ASKS) == "already_here"
    assert stage.room.problem(Newcomer(GRACE, replaces=tab.id, if_here="ask")) is None
    assert stage.room.problem(Newcomer(GRACE)) is None
    stage.cut(tab)
    assert stage.room.problem(ASKS) == "already_here", "a tab that is expected back counts"


def test_kernels_that_listen_neither_count_nor_ask_nor_move() -> None:
    stage = Stage()
    join(stage, "k1", "server", kind="kernel")
    assert stage.room.problem(Newcomer("server", if_here="ask")) is None
    browser = join(stage, "browser", "server")
    for if_here in ("ask", "move"):
        newcomer = Newcomer("server", "kernel", None, if_here)  # type: ignore[arg-type]
        assert stage.room.problem(newcomer) is None
        assert stage.room.giving_way(newcomer) == []
    join(stage, "mover", "server", if_here="move")
    assert browser.closed is not None
    assert len(stage.room.members) == 2, "the kernel goes on listening"


def test_a_kernel_that_listens_puts_out_no_tab_that_may_not_have_had_its_welcome() -> None:
    stage = Stage()
    tab = stage.join("tab", principal="server")
    stage.cut(tab)
    assert stage.room.giving_way(Newcomer("server", "kernel")) == []
    assert [member.who.id for member in stage.room.giving_way(Newcomer("server"))] == [tab.id]


def test_moving_ends_every_other_participation() -> None:
    stage = Stage()
    ada = join(stage, "ada", "user:ada")
    tabs = [join(stage, "first"), join(stage, "second")]
    stage.cut(tabs[1])
    heard = len(ada.heard)
    new = join(stage, "new", if_here="move")
    assert ids(stage.room) == [new.id, ada.id] or ids(stage.room) == [ada.id, new.id]
    assert tabs[0].closed is not None
    assert (tabs[0].closed.close, tabs[0].closed.code) == (CloseCode.MOVED, "moved")
    told = ada.heard[heard:]
    assert [type(message) for message in told[:3]] == [Left, Left, Joined], "the newcomer follows at once"
    assert {(left.id, left.reason) for left in ada.of(Left)} == {(tab.id, "moved") for tab in tabs}
    assert [person.id for person in new.of(Welcome)[0].participants] == [ada.id, new.id]
    assert {c.SeatLeft(tab.id) for tab in tabs} <= set(stage.effects)


def test_a_move_needs_no_room_of_its_own() -> None:
    stage = Stage(max_seats=2)
    join(stage, "ada", "user:ada")
    join(stage, "tab")
    assert stage.room.problem(Newcomer(GRACE)) == "meeting_full"
    assert stage.room.problem(MOVES) is None
    assert stage.room.problem(Newcomer("user:alan", if_here="move")) == "meeting_full"


def test_a_move_helps_who_is_here_too_often() -> None:
    stage = Stage()
    for number in range(5):
        join(stage, f"tab{number}")
    assert stage.room.problem(Newcomer(GRACE)) == "too_many_seats"
    assert stage.room.problem(MOVES) is None


def test_the_role_goes_along() -> None:
    stage = Stage()
    tab = join(stage, "tab")
    stage.apply(c.RoleGranted(GRACE, "host"))
    assert tab.of(Updated)[-1].participant.role == "host"
    new = join(stage, "new", if_here="move")
    assert new.of(Welcome)[0].role == "host"


def test_who_moves_was_there_all_along() -> None:
    stage = Stage()
    join(stage, "first", joined_at=1000.0)
    join(stage, "ada", "user:ada", joined_at=1001.0)
    join(stage, "second", joined_at=1002.0)
    assert stage.room.since(MOVES, 1009.0) == 1000.0
    assert stage.room.since(Newcomer(GRACE), 1009.0) == 1009.0
    assert stage.room.since(Newcomer("user:alan", if_here="move"), 1009.0) == 1009.0


def test_a_kernel_that_takes_over_leaves_no_one_waiting_for_its_arrival() -> None:
    stage = Stage()
    ada = join(stage, "ada", "user:ada")
    tab = join(stage, "tab")
    join(stage, "kernel", kind="kernel", replaces=tab.id)
    assert [(left.id, left.reason) for left in ada.of(Left)] == [(tab.id, "left")]


# --- a welcome that never arrived ------------------------------------------------------------------------------------


@pytest.mark.parametrize("if_here", ["ask", "join"])
def test_who_never_heard_the_welcome_is_not_in_the_way(if_here: Any) -> None:
    stage = Stage(max_seats=2)
    ada = join(stage, "ada", "user:ada")
    ghost = stage.join("ghost", principal=GRACE)
    assert stage.room.problem(ASKS) == "already_here", "its welcome is on the way"
    stage.cut(ghost)
    newcomer = Newcomer(GRACE, if_here=if_here)
    assert stage.room.problem(newcomer) is None
    assert stage.room.problem(Newcomer("user:alan")) == "meeting_full", "only its own person takes its place"
    join(stage, "new", if_here=if_here)
    assert [(left.id, left.reason) for left in ada.of(Left)] == [(ghost.id, "moved")]


def test_a_kernel_that_lost_its_socket_is_not_in_the_way_of_another() -> None:
    stage = Stage()
    kernel = stage.join("kernel", principal="server", kind="kernel")
    stage.cut(kernel)
    stage.join("other", principal="server", kind="kernel")
    assert len(stage.room.members) == 2


# --- coming back after a move ----------------------------------------------------------------------------------------


def test_the_room_remembers_who_moved() -> None:
    stage = Stage()
    join(stage, "tab")
    join(stage, "ada", "user:ada")
    join(stage, "new", if_here="move")
    assert list(stage.room.moved) == [token("tab")]


def test_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage()
    for number in range(gathering.MOVED_REMEMBERED + 10):
        join(stage, f"tab{number}", if_here="move")
    assert len(stage.room.moved) == gathering.MOVED_REMEMBERED
    assert token("tab0") not in stage.room.moved
