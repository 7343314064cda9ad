"""A ticket's content: one peer's WebRTC signals for another peer, batched."""

from typing import Annotated, Literal

import msgspec

from notebook_meet.wire import limits


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An RTCSessionDescriptionInit (W3C WebRTC section 4.6.2). The server never reads ``sdp``."""

    type: Literal["offer", "answer"]
    sdp: Annotated[str, msgspec.Meta(min_length=1, max_length=limits.SDP_CHARS)]


class Candidate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An RTCIceCandidateInit (W3C WebRTC section 4.8.1.1). An empty ``candidate`` ends the candidates."""

    candidate: Annotated[str, msgspec.Meta(max_length=limits.CANDIDATE_CHARS)]
    sdpMid: Annotated[str, msgspec.Meta(max_length=64)] | None = None  # noqa: N815 (W3C spelling)
    sdpMLineIndex: Annotated[int, msgspec.Meta(ge=0, le=255)] | None = None  # noqa: N815 (W3C spelling)
    usernameFragment: Annotated[str, msgspec.Meta(max_length=256)] | None = None  # noqa: N815 (W3C spelling)


class Signal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one peer tells another.

    Args:
        number: counts this sender's signals to this recipient from 1, without gaps at the sender.
        seen: number of the recipient's latest description that the sender has applied, 0 for none. It
            tells an impolite peer that its offer was applied even when the answer was voided on the way.
        description: at most one; it voids every older signal of the same direction.
        candidates: in the order they were gathered.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=limits.COUNT)]
    seen: Annotated[int, msgspec.Meta(ge=0, le=limits.COUNT)]
    description: Description | None = None
    candidates: Annotated[list[Candidate], msgspec.Meta(max_length=limits.CANDIDATES)] = []
