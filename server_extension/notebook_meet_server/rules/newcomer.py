"""Who wants to come in, as far as it matters to who is there already."""

from dataclasses import dataclass

from notebook_meet.wire.people import IfHere, Kind


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Someone at the door of a room.

    Args:
        principal: the person's principal id.
        kind: what will take part.
        replaces: the participant id of this person's earlier participation, which this one takes the place of.
        if_here: what becomes of the person's other participations. A kernel that only listens has none.
        back: True for who comes back after a restart of the server: that takes nobody's place.
    """

    principal: str
    kind: Kind = "browser"
    replaces: str | None = None
    if_here: IfHere = "join"
    back: bool = False
