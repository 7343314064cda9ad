"""The waiting room: who knocks, and who lets in."""

import msgspec

from notebook_meet.wire.base import Message, Numbered, Sequenced
from notebook_meet.wire.people import ParticipantId

# --- from a client ---------------------------------------------------------------------------------------------


class SetWaitingRoom(Numbered, frozen=True, tag="waiting_room"):
    """Makes newcomers wait until somebody lets them in; switched off, it lets in everybody who waits."""

    on: bool


class Admit(Numbered, frozen=True, tag="admit"):
    """Lets in somebody who waits."""

    id: ParticipantId


class Deny(Numbered, frozen=True, tag="deny"):
    """Sends away somebody who waits."""

    id: ParticipantId


# --- from the server -------------------------------------------------------------------------------------------


class Waiting(Message, frozen=True, tag="waiting"):
    """Answers hello: somebody has to let this person in. A welcome follows then, or the end."""


class Knocker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who waits.

    Args:
        id: names the person while waiting, and the participant afterwards.
        name: the display name, stamped by the server.
        guest: True for someone who comes by an invite without an account.
        since: seconds since the epoch, UTC.
    """

    id: ParticipantId
    name: str
    guest: bool
    since: float


class Knock(Sequenced, frozen=True, tag="knock"):
    """Somebody waits. Told to those who can let in; to who comes later, or may do so only later, at that moment."""

    person: Knocker


class KnockOver(Sequenced, frozen=True, tag="knock_over"):
    """Somebody waits no more: let in, sent away, or gone."""

    id: ParticipantId


WaitingRequest = SetWaitingRoom | Admit | Deny
WAITING_REQUESTS: tuple[type[Message], ...] = (SetWaitingRoom, Admit, Deny)
WaitingNews = Waiting | Knock | KnockOver
WAITING_NEWS: tuple[type[Message], ...] = (Waiting, Knock, KnockOver)
