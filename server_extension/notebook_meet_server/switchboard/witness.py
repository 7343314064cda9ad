"""Sees what happens in rooms, counts it, and writes it into the log."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import get_args

from notebook_meet.wire.people import Kind
from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.room import Room
from notebook_meet_server.switchboard.events import alias, note
from notebook_meet_server.switchboard.figures import Figures

log = logging.getLogger(__name__)


class Witness:
    """Changes nothing.

    Args:
        figures: what is counted.
        rooms: the live rooms, by meeting id.
    """

    def __init__(self, figures: Figures, rooms: Mapping[str, Room]) -> None:
        self._figures = figures
        self._rooms = rooms
        # What is there now is looked at when somebody asks.
        figures.meetings.set_function(lambda: len(rooms))
        figures.waiting.set_function(lambda: sum(len(room.waiting) for room in rooms.values()))
        for kind in get_args(Kind):
            figures.people.labels(kind).set_function(partial(self._present, kind))

    def opened(self, meeting_id: str) -> None:
        """The first one comes into a meeting."""
        note(log, "meeting_opened", meeting=alias(meeting_id))

    def closed(self, meeting_id: str) -> None:
        """Nobody is in a meeting any more."""
        note(log, "meeting_closed", meeting=alias(meeting_id))

    def saw(self, meeting_id: str, effect: c.Effect) -> None:
        """Something is done about what happened in a meeting."""
        match effect:
            case c.SeatTaken(who):
                self._figures.joins.labels(who.kind).inc()
                guest = "yes" if who.guest else "no"
                ids = {"meeting": alias(meeting_id), "participant": alias(who.id)}
                note(log, "joined", **ids, kind=who.kind, role=who.role, guest=guest)
            case c.SeatLeft(participant):
                note(log, "left", meeting=alias(meeting_id), participant=alias(participant))
            case c.Gap(participant, over):
                event = "back" if over else "away"
                note(log, event, meeting=alias(meeting_id), participant=alias(participant))
            case c.Refusal(code):
                self._figures.refused("message", code)
            case c.Drop(code=str(code)):
                self._figures.refused("socket", code)

    def _present(self, kind: Kind) -> int:
        everybody = (member for room in self._rooms.values() for member in room.members.values())
        return sum(member.who.kind == kind for member in everybody)
