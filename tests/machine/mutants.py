"""Faults put into the server on purpose: the machine must find each of them."""

from collections import deque
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from pytest import MonkeyPatch  # noqa: PT013 (a type)

from notebook_meet.wire import limits
from notebook_meet.wire.messages import Pong, Ticket, TicketFrom
from notebook_meet.wire.talk import Lower
from notebook_meet_server.rules import (
    access,
    admission,
    apply,
    commands,
    gathering,
    participation,
    requests,
    room,
)
from notebook_meet_server.rules.grants import Grants
from notebook_meet_server.rules.outbox import Outbox
from notebook_meet_server.rules.talk import Talk
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.switchboard import exchange
from notebook_meet_server.switchboard.line import Line
from tests.switchboard.house import FakeClock

Mutant = Callable[[MonkeyPatch], None]
MUTANTS: dict[str, Mutant] = {}


def mutant(change: Mutant) -> Mutant:
    MUTANTS[change.__name__] = change
    return change


def _missed(patch: MonkeyPatch, change: Callable[[list[bytes]], list[bytes]]) -> None:
    whole = Outbox.missed

    def missed(self: Outbox, seq: int) -> list[bytes] | None:
        found = whole(self, seq)
        return None if found is None else change(found)

    patch.setattr(Outbox, "missed", missed)


@mutant
def resume_loses_the_first(patch: MonkeyPatch) -> None:
    _missed(patch, lambda missed: missed[1:])


@mutant
def resume_says_the_last_twice(patch: MonkeyPatch) -> None:
    _missed(patch, lambda missed: missed + missed[-1:])


@mutant
def resume_turns_the_order_around(patch: MonkeyPatch) -> None:
    _missed(patch, lambda missed: missed[::-1])


@mutant
def nothing_is_voided(patch: MonkeyPatch) -> None:
    patch.setattr(Outbox, "void", lambda self, sender: None)


@mutant
def every_senders_tickets_are_voided(patch: MonkeyPatch) -> None:
    def void(self: Outbox, sender: str) -> None:
        self._kept = deque(item for item in self._kept if item.sender is None)

    patch.setattr(Outbox, "void", void)


@mutant
def acknowledging_forgets_too_much(patch: MonkeyPatch) -> None:
    whole = Outbox.acknowledge
    patch.setattr(Outbox, "acknowledge", lambda self, seq: whole(self, seq + 1))


@mutant
def pong_acknowledges_one_too_many(patch: MonkeyPatch) -> None:
    patch.setattr(requests, "Pong", lambda ack: Pong(ack=ack + 1))


@mutant
def numbers_are_handled_again(patch: MonkeyPatch) -> None:
    whole = requests.handle

    def handle(where: Any, member: Any, message: Any, now: float) -> Any:
        handled, member.handled = member.handled, 0
        out = whole(where, member, message, now)
        member.handled = max(handled, member.handled)
        return out

    patch.setattr(apply, "handle", handle)


@mutant
def durations_by_the_wall_clock(patch: MonkeyPatch) -> None:
    patch.setattr(FakeClock, "monotonic", FakeClock.wall)


@mutant
def the_lost_keep_their_seats(patch: MonkeyPatch) -> None:
    patch.setattr(participation.Participation, "detach", _detach_for_ever)


def _detach_for_ever(self: participation.Participation, gone_at: float) -> None:
    self.connection, self.gone_at = None, gone_at * 2


@mutant
def a_closed_page_is_waited_for_like_a_lost_one(patch: MonkeyPatch) -> None:
    patch.setattr(limits, "CLOSED_PAGE_SECONDS", limits.RECONNECT_SECONDS)


@mutant
def the_removed_stay(patch: MonkeyPatch) -> None:
    patch.setitem(apply._STEPS, commands.Remove, lambda *_: [])


@mutant
def the_removed_may_come_again(patch: MonkeyPatch) -> None:
    patch.setattr(SqlStore, "ban_invite", lambda self, invite: [])


@mutant
def the_replaced_socket_goes_on(patch: MonkeyPatch) -> None:
    whole = room.Room.attach

    def attach(self: Any, member: Any, connection: int, now: float) -> Any:
        return [effect for effect in whole(self, member, connection, now) if not effect]

    patch.setattr(room.Room, "attach", attach)


@mutant
def one_person_too_many(patch: MonkeyPatch) -> None:
    whole = admission.room_problem
    patch.setattr(
        gathering, "room_problem", lambda present, own, kind, seats: whole(present, own, kind, seats + 1)
    )


@mutant
def an_admission_is_good_twice(patch: MonkeyPatch) -> None:
    whole = Grants.redeem

    def redeem(self: Grants, secret: str, now: float) -> Any:
        grant = whole(self, secret, now)
        self.issue(secret, grant, grant.principal, now)
        return grant

    patch.setattr(Grants, "redeem", redeem)


@mutant
def uses_of_invites_are_not_counted(patch: MonkeyPatch) -> None:
    patch.setattr(SqlStore, "use_invite", lambda self, invite, now: True)


@mutant
def nobody_notes_who_left(patch: MonkeyPatch) -> None:
    patch.setattr(exchange.Exchange, "left", lambda self, participant, meeting: None)


@mutant
def a_full_queue_drops_messages(patch: MonkeyPatch) -> None:
    whole = Line.send
    patch.setattr(Line, "send", lambda self, data: whole(self, data) or True)


@mutant
def everybody_is_told_that_nobody_reconnects(patch: MonkeyPatch) -> None:
    whole = participation.Participation.seen
    patch.setattr(participation.Participation, "seen", lambda self: replace(whole(self), presence="here"))


@mutant
def those_who_come_back_are_not_counted(patch: MonkeyPatch) -> None:
    whole = room.Room.problem

    def problem(self: Any, newcomer: Any) -> str | None:
        return None if newcomer.back else whole(self, newcomer)

    patch.setattr(room.Room, "problem", problem)


@mutant
def the_clock_decides_who_joined_first(patch: MonkeyPatch) -> None:
    patch.setattr(room.Room, "joins_at", lambda self, wall: wall)


@mutant
def those_without_a_socket_hear_that_they_are_away(patch: MonkeyPatch) -> None:
    patch.setattr(room, "replace", lambda seen, presence: seen)


@mutant
def tickets_go_to_other_meetings(patch: MonkeyPatch) -> None:
    everybody: dict[str, Any] = {}
    add, ticket = room.Room.add, requests._ticket

    def known(self: Any, member: Any) -> None:
        everybody[member.who.id] = member
        add(self, member)

    def anywhere(where: Any, member: Any, message: Any) -> Any:
        recipient = everybody.get(message.to)
        if recipient is None or recipient is member or message.to in where.members:
            return ticket(where, member, message)
        told = TicketFrom(seq=1, sender=member.who.id, signal=message.signal)
        return where.tell([recipient], told, member.who.id)

    patch.setattr(room.Room, "add", known)
    patch.setitem(requests._HANDLERS, Ticket, anywhere)


@mutant
def who_came_back_gives_way_as_if_never_welcomed(patch: MonkeyPatch) -> None:
    def unaware(self: participation.Participation) -> bool:
        return self.connection is None and self.handled == 0 and not self.listens

    patch.setattr(participation.Participation, "unaware", property(unaware))


@mutant
def moving_leaves_the_others(patch: MonkeyPatch) -> None:
    whole = room.Room.giving_way
    patch.setattr(
        room.Room,
        "giving_way",
        lambda self, newcomer: [m for m in whole(self, newcomer) if m.who.id == newcomer.replaces],
    )


@mutant
def a_private_message_is_read_by_everybody(patch: MonkeyPatch) -> None:
    whole = Talk.keep
    patch.setattr(Talk, "keep", lambda self, message, readers: whole(self, message, None))


@mutant
def a_chat_message_is_numbered_twice(patch: MonkeyPatch) -> None:
    patch.setattr(Talk, "next", lambda self: 1)


@mutant
def a_chat_ends_with_its_last_reader(patch: MonkeyPatch) -> None:
    patch.setattr(exchange, "TALKS_KEPT", 0)


@mutant
def a_lowered_hand_stays_up(patch: MonkeyPatch) -> None:
    patch.setitem(requests._HANDLERS, Lower, lambda *_: [])


@mutant
def everybody_may_show_a_screen(patch: MonkeyPatch) -> None:
    patch.setitem(access.ACTIONS, "screen", access.ACTIONS["state"])
