"""Faults in what hosts decide and in the waiting room, put into the server on purpose. ``mutants.py`` has the others."""

from typing import Any

from pytest import MonkeyPatch  # noqa: PT013 (a type)

from notebook_meet.wire.moderation import Hold
from notebook_meet.wire.talk import Chatted
from notebook_meet.wire.waiting import Waiting
from notebook_meet_server.rules import (
    apply,
    commands,
    decisions,
    hosting,
    moderation,
    requests,
    room,
    waiting,
)
from notebook_meet_server.rules.records import NO_RULING
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.switchboard import errands, seating
from tests.machine.mutants import mutant


@mutant
def a_hold_is_ignored(patch: MonkeyPatch) -> None:
    patch.setitem(requests._HANDLERS, Hold, lambda *_: [])


@mutant
def who_is_held_speaks_after_a_reload(patch: MonkeyPatch) -> None:
    patch.setattr(commands.Entrant, "held", property(lambda self: False, lambda self, value: None))


@mutant
def a_stale_word_lifts_a_mute(patch: MonkeyPatch) -> None:
    def sound(member: Any, *, on: bool) -> tuple[bool, bool]:
        member.muted = member.muted and not on
        return on and not member.held, False

    patch.setattr(moderation, "sound", sound)


@mutant
def the_expelled_stay(patch: MonkeyPatch) -> None:
    patch.setitem(apply._STEPS, decisions.Expelled, lambda *_: [])


@mutant
def the_expelled_come_back(patch: MonkeyPatch) -> None:
    patch.setattr(SqlStore, "ban_person", lambda self, meeting, principal: [])


@mutant
def the_expelled_come_back_with_their_invite(patch: MonkeyPatch) -> None:
    whole = SqlStore.ban_person

    def ban_person(self: SqlStore, meeting: str, principal: str) -> list[str]:
        whole(self, meeting, principal)
        return []

    patch.setattr(SqlStore, "ban_person", ban_person)


@mutant
def the_lock_is_ignored_at_the_door(patch: MonkeyPatch) -> None:
    patch.setattr(seating, "_may_enter", lambda meeting, newcomer: None)


@mutant
def what_a_host_decided_is_forgotten(patch: MonkeyPatch) -> None:
    patch.setattr(SqlStore, "ruling", lambda self, meeting, principal: NO_RULING)


@mutant
def who_acts_as_host_stays_it(patch: MonkeyPatch) -> None:
    patch.setattr(hosting, "returned", lambda where: [])


@mutant
def nobody_stands_in_for_the_host(patch: MonkeyPatch) -> None:
    patch.setattr(hosting, "stand_in", lambda where, now: [])


@mutant
def both_are_host_after_a_hand_over(patch: MonkeyPatch) -> None:
    patch.setattr(hosting, "hand_over", lambda where, old, new: hosting.set_role(where, new, "host"))


@mutant
def who_has_gone_becomes_host(patch: MonkeyPatch) -> None:
    patch.setattr(errands, "still_concerns", lambda where, decision: True)


@mutant
def who_waits_reads_the_chat(patch: MonkeyPatch) -> None:
    whole = room.Room.tell

    def tell(self: Any, members: Any, message: Any, sender: str | None = None) -> Any:
        out = whole(self, members, message, sender)
        if isinstance(message, Chatted):
            out += [commands.Send(one.connection, waiting.encode(Waiting())) for one in self.waiting.values()]
        return out

    patch.setattr(room.Room, "tell", tell)


@mutant
def who_waits_may_say_everything(patch: MonkeyPatch) -> None:
    patch.setattr(waiting, "allowed", lambda standing, action: True)


@mutant
def who_knocked_is_forgotten_by_those_who_come_later(patch: MonkeyPatch) -> None:
    patch.setattr(room.Room, "_knocks", lambda self, member: [])


@mutant
def who_goes_is_still_said_to_wait(patch: MonkeyPatch) -> None:
    def gone(where: Any, waiter: Any) -> list[Any]:
        del where.waiting[waiter.id]
        return []

    patch.setattr(waiting, "gone", gone)


@mutant
def who_waits_waits_for_ever_when_it_is_switched_off(patch: MonkeyPatch) -> None:
    whole = waiting.switched
    patch.setitem(
        apply._STEPS,
        decisions.WaitingRoom,
        lambda *given: [effect for effect in whole(*given) if not isinstance(effect, commands.LetIn)],
    )


@mutant
def the_end_is_not_told_to_those_who_wait(patch: MonkeyPatch) -> None:
    patch.setattr(waiting, "all_told", lambda waiters: [])
