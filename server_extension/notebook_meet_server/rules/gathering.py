"""Who is in a meeting: what the live room knows, and what can be asked of it. Times are monotonic seconds."""

from collections import deque
from typing import Final

from notebook_meet.wire import limits
from notebook_meet.wire.meetings import MeetingInfo
from notebook_meet_server.rules.admission import room_problem
from notebook_meet_server.rules.newcomer import Newcomer
from notebook_meet_server.rules.participation import Participation
from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.rules.settings import Settings
from notebook_meet_server.rules.talk import Talk
from notebook_meet_server.rules.waiter import Waiter

MOVED_REMEMBERED: Final = 64
"""Of so many participations that moved elsewhere, the newest, the resume tokens are remembered."""
JOIN_STEP: Final = 0.001
"""Seconds between two people who would otherwise have joined at the same moment: they are shown in this order."""


class Gathering:
    """One meeting's people, as they are now. Nothing here changes anything.

    Args:
        meeting: as stored.
        settings: the server's settings.
        epoch: names this life of the server.
        talk: what was said while somebody was here before.

    Attributes:
        acting: the person who acts as host while none is here.
        spotlight: the participation that a host shows large to everybody, as long as it is here.
        hostless_since: since when no host is here, as far as it was noticed.
        hands: how many hands have been raised so far.
        over: True once the meeting has ended.
        members: who is here or expected back, by participant id.
        at: the same by connection, without those who lost theirs.
        tokens: the same by resume token.
        waiting: who waits to be let in, by the id that each will have, in the order of their knocks.
        talk: the chat.
        moved: resume tokens of participations that were moved: whoever comes back with one learns why it is over.
    """

    def __init__(self, meeting: Meeting, settings: Settings, epoch: str, talk: Talk | None = None) -> None:
        self.meeting = meeting
        self.settings = settings
        self.epoch = epoch
        self.talk = talk or Talk()
        self.acting: str | None = None
        self.spotlight: str | None = None
        self.hostless_since: float | None = None
        self.hands = 0
        self.over = False
        self.members: dict[str, Participation] = {}
        self.at: dict[int, Participation] = {}
        self.tokens: dict[str, Participation] = {}
        self.waiting: dict[str, Waiter] = {}
        self.moved: deque[str] = deque(maxlen=MOVED_REMEMBERED)

    def people(self) -> list[Participation]:
        """Everybody who is seen, in the order they joined."""
        seen = [member for member in self.members.values() if not member.listens]
        return sorted(seen, key=lambda member: member.who.joined_at)

    def joins_at(self, wall: float) -> float:
        """When someone new joins: after everybody here, also when the clock was set back meanwhile.

        Args:
            wall: seconds since the epoch.
        """
        return max([wall, *(member.who.joined_at + JOIN_STEP for member in self.members.values())])

    def others(self, member: Participation) -> list[Participation]:
        """Everybody else, listening kernels too."""
        return [other for other in self.members.values() if other is not member]

    def leaders(self) -> list[Participation]:
        """Those who can let people in, listening kernels too."""
        return [member for member in self.members.values() if member.leads]

    def waiter_at(self, connection: int) -> Waiter | None:
        """Who waits at this connection."""
        return next((one for one in self.waiting.values() if one.connection == connection), None)

    def waiting_full(self, principal: str) -> bool:
        """Whether this person cannot wait, too; a place that the person has already does not count."""
        others = [one for one in self.waiting.values() if one.grant.principal != principal]
        return len(others) >= limits.WAITING_PER_MEETING

    def own(self, newcomer: Newcomer) -> list[Participation]:
        """The person's participations in a browser, beside the one that is replaced."""
        if newcomer.kind == "kernel":
            return []
        return [
            member
            for member in self.people()
            if member.who.principal == newcomer.principal
            and member.who.id != newcomer.replaces
            and not member.unaware
        ]

    def giving_way(self, newcomer: Newcomer) -> list[Participation]:
        """Who goes when this person comes in, in the order they joined."""
        if newcomer.back:
            return []
        going = {newcomer.replaces}
        if newcomer.if_here == "move":
            going |= {member.who.id for member in self.own(newcomer)}
        return [
            member
            for member in self.members.values()
            if member.who.id in going
            or (newcomer.kind == "browser" and member.who.principal == newcomer.principal and member.unaware)
        ]

    def since(self, newcomer: Newcomer, now: float) -> float:
        """When this person came, in seconds since the epoch: who takes a place over has been there all along."""
        return min((member.who.joined_at for member in self.giving_way(newcomer)), default=self.joins_at(now))

    def problem(self, newcomer: Newcomer) -> str | None:
        """Why this person cannot come in now; None when there is room."""
        if self.over:
            return "meeting_ended"
        if newcomer.if_here == "ask" and self.own(newcomer):
            return "already_here"
        going = {member.who.id for member in self.giving_way(newcomer)}
        listens = newcomer.kind == "kernel"
        rest = [m for m in self.members.values() if m.listens == listens and m.who.id not in going]
        own = sum(member.who.principal == newcomer.principal for member in rest)
        return room_problem(len(rest), own, newcomer.kind, self.settings.max_seats)

    def video_room(self, member: Participation) -> bool:
        """Whether this participant's camera fits into the mesh."""
        return sum(other.camera for other in self.others(member)) < self.settings.mesh_video

    def info(self) -> MeetingInfo:
        """The meeting as the people in it know it."""
        meeting = self.meeting
        return MeetingInfo(
            id=meeting.id,
            title=meeting.title,
            has_passcode=meeting.has_passcode,
            created_at=meeting.created_at,
            locked=meeting.locked,
            waiting_room=meeting.waiting_room,
            spotlight=self.spotlight if self.spotlight in self.members else None,
            residence=self.settings.residence,
        )
