"""Every WebSocket message, both ways. One struct each; the tag is the message's ``type``."""

import msgspec

from notebook_meet.wire.base import Count, Message, Number, Numbered, Sequenced
from notebook_meet.wire.meetings import MeetingInfo, VideoPolicy
from notebook_meet.wire.moderation import MODERATION, Moderation
from notebook_meet.wire.people import (
    IceServer,
    LeftReason,
    Participant,
    ParticipantId,
    Role,
    Secret,
)
from notebook_meet.wire.talk import TALK, TALK_NEWS, Talk, TalkNews
from notebook_meet.wire.waiting import WAITING_NEWS, WAITING_REQUESTS, WaitingNews, WaitingRequest

# --- from a client ---------------------------------------------------------------------------------------------


class Hello(Message, frozen=True, tag="hello"):
    """The first message of a new participation: redeems an admission."""

    admission: Secret


class Resume(Message, frozen=True, tag="resume"):
    """The first message of a socket that continues a participation.

    Args:
        token: the resume token of the welcome.
        seq: the highest ``seq`` this client has handled.
        epoch: the server life the client was welcomed in.
    """

    token: Secret
    seq: Count
    epoch: str


class State(Numbered, frozen=True, tag="state"):
    """What this participant's devices do now, and whether it shows a screen: a client that cannot leaves ``screen`` out."""

    microphone: bool
    camera: bool
    screen: bool = False


class Ticket(Numbered, frozen=True, tag="ticket"):
    """A signal for another participant. ``signal`` is a ``tickets.Signal``, validated but passed on as bytes."""

    to: ParticipantId
    signal: msgspec.Raw


class DescribingTicket(Ticket, frozen=True, tag="ticket"):
    """A ticket whose signal holds a description. On the wire it is any ticket; the codec, which looks into each, says so."""


class Claim(Numbered, frozen=True, tag="claim"):
    """Become host with the key that the meeting's creation returned."""

    host_key: Secret


class Leave(Numbered, frozen=True, tag="leave"):
    """Leave for good; the seat is gone at once."""


class End(Numbered, frozen=True, tag="end"):
    """End the meeting for everyone."""


class Ping(Message, frozen=True, tag="ping"):
    """Asks for a pong. ``seq`` is the highest handled, so that the server can forget what came before."""

    seq: Count


# --- from the server -------------------------------------------------------------------------------------------


class Welcome(Sequenced, frozen=True, tag="welcome"):
    """Answers hello, and a resume that cannot be replayed: the whole truth, afresh.

    Args:
        you: this participant's id; the roster holds it too, except for a kernel that only listens.
        epoch: names the server's life; replay works within one life.
        resume: the token with which this participation can be continued.
        ack: the highest ``n`` that the server has handled.
        role: this participant's role, also where the roster does not show it.
        participants: everybody, in the order they joined.
        ice_servers: for RTCPeerConnection; empty when none are set. A TURN server's credential may run out: ``ice_servers``
            brings the next one in time.
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


class Resumed(Message, frozen=True, tag="resumed"):
    """Answers a resume; the missed messages follow. ``ack`` as in the welcome."""

    ack: Count


class Joined(Sequenced, frozen=True, tag="joined"):
    """Someone new is here. Those already here wait for the newcomer's offer."""

    participant: Participant


class Updated(Sequenced, frozen=True, tag="updated"):
    """Something about a participant changed; the whole participant follows."""

    participant: Participant


class Left(Sequenced, frozen=True, tag="left"):
    """Someone is gone."""

    id: ParticipantId
    reason: LeftReason


class TicketFrom(Sequenced, frozen=True, tag="ticket", rename={"sender": "from"}):
    """A signal from another participant, stamped by the server."""

    sender: ParticipantId
    signal: msgspec.Raw


class MeetingChanged(Sequenced, frozen=True, tag="meeting"):
    """The meeting's title, its passcode setting, its lock, its waiting room or its spotlight changed."""

    meeting: MeetingInfo


class IceServersChanged(Sequenced, frozen=True, tag="ice_servers"):
    """For every connection from now on, also those that are there: these servers take the place of those told before."""

    ice_servers: list[IceServer]


class Ended(Sequenced, frozen=True, tag="ended"):
    """The meeting is over; the socket closes with 4410."""


class Failed(Sequenced, frozen=True, tag="error"):
    """A numbered message was refused.

    Args:
        code: a key of ``errors.ERRORS``.
        message: a sentence for a person.
        re: the ``n`` that was refused.
    """

    code: str
    message: str
    re: Number


class Refused(Message, frozen=True, tag="refused"):
    """The last message before the server closes a socket because of an error."""

    code: str
    message: str


class GoingAway(Message, frozen=True, tag="going_away"):
    """The server shuts down. Media goes on; come back after ``retry_after`` seconds plus jitter."""

    retry_after: float


class Pong(Message, frozen=True, tag="pong"):
    """Answers ping. ``ack`` as in the welcome."""

    ack: Count


ClientMessage = (
    Hello | Resume | State | Ticket | Claim | Talk | Leave | End | Ping | Moderation | WaitingRequest
)
ServerMessage = (
    Welcome
    | Resumed
    | Joined
    | Updated
    | Left
    | TicketFrom
    | TalkNews
    | MeetingChanged
    | IceServersChanged
    | Ended
    | Failed
    | Refused
    | GoingAway
    | Pong
    | WaitingNews
)
CLIENT_MESSAGES: tuple[type[Message], ...] = (
    Hello,
    Resume,
    State,
    Ticket,
    Claim,
    *TALK,
    Leave,
    End,
    Ping,
    *MODERATION,
    *WAITING_REQUESTS,
)
SERVER_MESSAGES: tuple[type[Message], ...] = (
    Welcome,
    Resumed,
    Joined,
    Updated,
    Left,
    TicketFrom,
    *TALK_NEWS,
    MeetingChanged,
    IceServersChanged,
    Ended,
    Failed,
    Refused,
    GoingAway,
    Pong,
    *WAITING_NEWS,
)
