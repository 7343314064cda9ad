"""Every WebSocket message, both ways. One struct each; the tag is the message's ``type``."""

from typing import Annotated

import msgspec

from notebook_meet.wire.people import IceServer, LeftReason, MeetingId, Participant, ParticipantId, Role, Secret

Count = Annotated[int, msgspec.Meta(ge=0)]
Number = Annotated[int, msgspec.Meta(ge=1)]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Base of all messages."""


# --- from a client ---------------------------------------------------------------------------------------------


class Hello(Message, tag="hello"):
    """The first message of a new participation: redeems an admission."""

    admission: Secret


class Resume(Message, tag="resume"):
    """The first message of a socket that continues a participation.

    Args:
        token: the resume token of the welcome.
        seq: the highest ``seq`` this client has handled.
        epoch: the server life the client was welcomed in.
    """

    token: Secret
    seq: Count
    epoch: str


class Numbered(Message):
    """A message that changes something.

    Args:
        n: counts this client's numbered messages from 1. The server handles each number once, in order,
            so a client may send again what it is not sure of.
    """

    n: Number


class State(Numbered, tag="state"):
    """What this participant's devices do now."""

    microphone: bool
    camera: bool


class Ticket(Numbered, tag="ticket"):
    """A signal for another participant. ``signal`` is a ``tickets.Signal``, validated but passed on as bytes."""

    to: ParticipantId
    signal: msgspec.Raw


class Claim(Numbered, tag="claim"):
    """Become host with the key that the meeting's creation returned."""

    host_key: Secret


class Leave(Numbered, tag="leave"):
    """Leave for good; the seat is gone at once."""


class End(Numbered, tag="end"):
    """End the meeting for everyone."""


class Ping(Message, tag="ping"):
    """Asks for a pong. ``seq`` is the highest handled, so that the server can forget what came before."""

    seq: Count


# --- from the server -------------------------------------------------------------------------------------------


class Sequenced(Message):
    """A message that is replayed after a reconnect. ``seq`` grows by at least one with each."""

    seq: Number


class MeetingInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people in a meeting know of it. ``created_at`` is in seconds since the epoch, UTC."""

    id: MeetingId
    title: str
    has_passcode: bool
    created_at: float


class VideoPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many cameras the mesh carries, and whether there is room for this participant's now."""

    limit: int
    allowed: bool


class Welcome(Sequenced, tag="welcome"):
    """Answers hello, and a resume that cannot be replayed: the whole truth, afresh.

    Args:
        you: this participant's id; the roster holds it too, except for a kernel that only listens.
        epoch: names the server's life; replay works within one life.
        resume: the token with which this participation can be continued.
        ack: the highest ``n`` that the server has handled.
        role: this participant's role, also where the roster does not show it.
        participants: everybody, in the order they joined.
        ice_servers: for RTCPeerConnection; empty when none are set.
    """

    you: ParticipantId
    epoch: str
    resume: Secret
    ack: Count
    role: Role
    meeting: MeetingInfo
    participants: list[Participant]
    ice_servers: list[IceServer]
    video: VideoPolicy


class Resumed(Message, tag="resumed"):
    """Answers a resume; the missed messages follow. ``ack`` as in the welcome."""

    ack: Count


class Joined(Sequenced, tag="joined"):
    """Someone new is here. Those already here wait for the newcomer's offer."""

    participant: Participant


class Updated(Sequenced, tag="updated"):
    """Something about a participant changed; the whole participant follows."""

    participant: Participant


class Left(Sequenced, tag="left"):
    """Someone is gone."""

    id: ParticipantId
    reason: LeftReason


class TicketFrom(Sequenced, tag="ticket", rename={"sender": "from"}):
    """A signal from another participant, stamped by the server."""

    sender: ParticipantId
    signal: msgspec.Raw


class MeetingChanged(Sequenced, tag="meeting"):
    """The meeting's title or passcode setting changed."""

    meeting: MeetingInfo


class Ended(Sequenced, tag="ended"):
    """The meeting is over; the socket closes with 4410."""


class Failed(Sequenced, tag="error"):
    """A numbered message was refused.

    Args:
        code: a key of ``errors.ERRORS``.
        message: a sentence for a person.
        re: the ``n`` that was refused.
    """

    code: str
    message: str
    re: Number


class Refused(Message, tag="refused"):
    """The last message before the server closes a socket because of an error."""

    code: str
    message: str


class GoingAway(Message, tag="going_away"):
    """The server shuts down. Media goes on; come back after ``retry_after`` seconds plus jitter."""

    retry_after: float


class Pong(Message, tag="pong"):
    """Answers ping. ``ack`` as in the welcome."""

    ack: Count


ClientMessage = Hello | Resume | State | Ticket | Claim | Leave | End | Ping
ServerMessage = (
    Welcome
    | Resumed
    | Joined
    | Updated
    | Left
    | TicketFrom
    | MeetingChanged
    | Ended
    | Failed
    | Refused
    | GoingAway
    | Pong
)
CLIENT_MESSAGES: tuple[type[Message], ...] = (Hello, Resume, State, Ticket, Claim, Leave, End, Ping)
SERVER_MESSAGES: tuple[type[Message], ...] = (
    Welcome,
    Resumed,
    Joined,
    Updated,
    Left,
    TicketFrom,
    MeetingChanged,
    Ended,
    Failed,
    Refused,
    GoingAway,
    Pong,
)
