"""A session that has been welcomed, without any server."""

from typing import Any

from notebook_meet.session import Session
from notebook_meet.wire.messages import (
    MeetingInfo,
    VideoPolicy,
    Welcome,
)
from notebook_meet.wire.people import Participant
from tests.kernel.fake_meetings import secret, someone

INFO = MeetingInfo(
    id="m" * 22, title="Algebra", has_passcode=False, created_at=1.0, locked=False, waiting_room=False
)
TOKEN = secret()
ADA, GRACE, CAROL = someone("Ada"), someone("Grace"), someone("Carol")
NOW = 100.0


def welcome(
    *people: Participant, seq: int = 1, epoch: str = "e1", you: str = "k" * 16, ack: int = 0
) -> Welcome:
    return Welcome(
        seq=seq, you=you, epoch=epoch, resume=TOKEN, ack=ack, role="host", meeting=INFO, participants=list(people),
        ice_servers=[], video=VideoPolicy(limit=4, allowed=True),
    )  # fmt: skip


def welcomed(*people: Participant, **fields: Any) -> Session:
    session = Session()
    session.greeting("a" * 43)
    session.received(welcome(*people, **fields), NOW)
    return session
