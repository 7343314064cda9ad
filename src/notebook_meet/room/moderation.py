"""What hosts and presenters do about the others, in Python."""

from collections.abc import Callable
from typing import get_args

from notebook_meet.errors import BadRequest, NotAllowed
from notebook_meet.room.people import Participant, Waiting, the_one
from notebook_meet.room.room import Room
from notebook_meet.wire.meetings import MeetingInfo
from notebook_meet.wire.moderation import (
    GivenRole,
    HandOver,
    Hold,
    Lock,
    Mute,
    MuteAll,
    Remove,
    SetRole,
)
from notebook_meet.wire.people import Participant as WireParticipant
from notebook_meet.wire.talk import Lower
from notebook_meet.wire.waiting import Admit, Deny, SetWaitingRoom


class Moderation:
    """The part of a ``Meeting`` that keeps order. Each call waits until the server has handled it.

    A person is a participant of ``m.participants``, the id of one, or a name that only one has. Every call raises
    ``BadRequest`` where nobody or several are meant, or the person has left; ``NotAllowed`` where your role does not
    allow it; another ``MeetError`` where the server does not answer.
    """

    _room: Room

    @property
    def locked(self) -> bool:
        """Whether newcomers are refused.

        Raises:
            MeetError: the kernel cannot know: it was not let in, or the server does not answer.
        """
        return self._room.meeting.locked

    def mute(self, person: Participant | str) -> None:
        """Switches a person's microphone off, until the person switches it on again. For hosts and presenters."""
        who = self._whom(person)
        self._room.say(lambda n: Mute(n=n, id=who.id))

    def mute_all(self) -> None:
        """Mutes everybody but you and the hosts. For hosts and presenters."""
        self._room.say(lambda n: MuteAll(n=n))

    def hold(self, person: Participant | str, on: bool = True) -> None:
        """Switches a person's microphone off and keeps it off, or allows it again. For hosts."""
        who = self._no_host(person)
        self._room.say(
            lambda n: Hold(n=n, id=who.id, on=on), self._is(who, lambda now: (now.silence == "held") == on)
        )

    def remove(self, person: Participant | str) -> None:
        """Puts a person out, who cannot come back, nor anybody with the same invite. For hosts."""
        who = self._no_host(person)
        self._room.say(lambda n: Remove(n=n, id=who.id), self._is(who, lambda _: False))

    def set_role(self, person: Participant | str, role: GivenRole) -> None:
        """Says what a person may do from now on: ``presenter``, ``attendee`` or ``observer``. For hosts."""
        if role not in get_args(GivenRole):
            roles = ", ".join(get_args(GivenRole))
            raise BadRequest(f"There is no role {role!r} to give: {roles}. m.hand_over(person) makes a host.")
        who = self._no_host(person)
        self._room.say(
            lambda n: SetRole(n=n, id=who.id, role=role), self._is(who, lambda now: now.role == role)
        )

    def hand_over(self, person: Participant | str) -> None:
        """Makes a person host, and this kernel a presenter, who cannot take it back. For hosts."""
        who = self._no_host(person)
        self._room.say(lambda n: HandOver(n=n, id=who.id), self._is(who, lambda now: now.role == "host"))

    def lower_hand(self, person: Participant | str) -> None:
        """Takes down somebody's hand. For hosts."""
        who = self._whom(person)
        self._room.say(lambda n: Lower(n=n, id=who.id))

    def lock(self) -> None:
        """Refuses newcomers; who is or was here, or owns the meeting, still comes in. For hosts."""
        self._set_lock(on=True)

    def unlock(self) -> None:
        """Lets newcomers in again. For hosts."""
        self._set_lock(on=False)

    # --- the waiting room --------------------------------------------------------------------------------------

    def use_waiting_room(self, on: bool = True) -> None:
        """Has newcomers wait until a host or presenter lets them in; ``on=False`` lets in all who wait. For hosts."""
        self._room.say(
            lambda n: SetWaitingRoom(n=n, on=on), self._has(lambda meeting: meeting.waiting_room == on)
        )

    @property
    def waiting(self) -> list[Waiting]:
        """Who waits to be let in now, the one who has waited longest first; for hosts and presenters.

        Raises:
            MeetError: the kernel cannot know: it was not let in, or the server does not answer.
        """
        return self._room.knocking

    def admit(self, person: Waiting | str) -> None:
        """Lets somebody in who waits. For hosts and presenters.

        Args:
            person: one of ``m.waiting``, an id, or a name that only one has.
        """
        who = the_one(person, lambda: self._room.knocking, "who waits")
        self._room.say(lambda n: Admit(n=n, id=who.id), self._waits_no_more(who))

    def deny(self, person: Waiting | str) -> None:
        """Turns somebody away who waits. For hosts and presenters."""
        who = the_one(person, lambda: self._room.knocking, "who waits")
        self._room.say(lambda n: Deny(n=n, id=who.id), self._waits_no_more(who))

    # --- inside ------------------------------------------------------------------------------------------------

    def _set_lock(self, *, on: bool) -> None:
        self._room.say(lambda n: Lock(n=n, on=on), self._has(lambda meeting: meeting.locked == on))

    def _waits_no_more(self, person: Waiting) -> Callable[[], bool]:
        return lambda: all(one.id != person.id for one in self._room.now.knocking)

    def _has(self, true: Callable[[MeetingInfo], bool]) -> Callable[[], bool]:
        """Whether something holds of the meeting."""

        def done() -> bool:
            meeting = self._room.now.meeting
            return meeting is not None and true(meeting)

        return done

    def _whom(self, person: Participant | str) -> Participant:
        return the_one(person, lambda: self._room.people)

    def _no_host(self, person: Participant | str) -> Participant:
        who = self._whom(person)
        now = {one.id: one.role for one in self._room.people}
        if now.get(who.id) == "host":
            raise NotAllowed(f"{who.name} is a host: hosts can only be muted.")
        return who

    def _is(self, person: Participant, true: Callable[[WireParticipant], bool]) -> Callable[[], bool]:
        """Whether something holds of a person, or the person has left."""
        return lambda: all(true(one) for one in self._room.now.people if one.id == person.id)
