"""Numbers that both sides keep to. Sizes are bytes, times are seconds unless the name says otherwise."""

from typing import Final

KIB: Final = 1024

COUNT: Final = 2**53 - 1
"""Largest number that counts something: what JavaScript still counts exactly."""
MESSAGE_BYTES: Final = 64 * KIB
"""Longest WebSocket message and REST body, encoded."""
SDP_CHARS: Final = 32 * KIB
"""Longest session description."""
CANDIDATES: Final = 64
"""Most ICE candidates in one ticket."""
CANDIDATE_CHARS: Final = 1024
TITLE_CHARS: Final = 200
NAME_CHARS: Final = 64
"""Longest display name, in code points after normalisation."""
PASSCODE_CHARS: Final = 128
CHAT_CHARS: Final = 4000
"""Longest chat message, in code points."""
CHAT_KEPT: Final = 200
"""So many of a meeting's latest chat messages are told to who comes later."""
CHAT_KEPT_BYTES: Final = 256 * KIB
"""And no more than so much text of them, in UTF-8."""
ICE_URLS: Final = 8
URL_CHARS: Final = 512
INVITES_PER_MEETING: Final = 100
INVITE_USES: Final = 500

ADMISSION_SECONDS: Final = 30.0
"""How long an admission can be redeemed."""
HELLO_SECONDS: Final = 5.0
"""How long a new socket may stay silent before it presents an admission."""
UNADMITTED_SOCKETS: Final = 64
"""Most sockets per server that have not yet presented an admission."""

WAITING_PER_MEETING: Final = 32
"""Most people who wait to be let into a meeting."""

SEATS_PER_PERSON: Final = 5
"""Most seats one person may hold in one meeting at a time."""

MESSAGES_PER_SECOND: Final = 50.0
MESSAGE_BURST: Final = 200
SEND_QUEUE_MESSAGES: Final = 256
SEND_QUEUE_BYTES: Final = KIB * KIB
WRITE_SECONDS: Final = 5.0
"""How long one write to a socket may take before its reader counts as stuck."""
REPLAY_MESSAGES: Final = 512
REPLAY_BYTES: Final = KIB * KIB
"""How much is kept for a silent participant; beyond it a fresh roster replaces the replay."""

PING_SECONDS: Final = 3.0
"""The server's protocol ping, and the browser's ``ping`` message."""
PONG_SECONDS: Final = 9.0
"""Silence after which a connection counts as lost."""
RECONNECT_SECONDS: Final = 30.0
"""How long a silently lost participant is shown as reconnecting."""
CLOSED_PAGE_SECONDS: Final = 4.0
"""The same after a browser closed the socket itself (reload, closed tab) without saying ``leave``."""
HOST_GONE_SECONDS: Final = 60.0
"""So long nobody who is host is in a meeting before a presenter takes over."""

CANDIDATE_BATCH_SECONDS: Final = 0.02
"""Longest wait of a candidate for others to share its ticket; a description never waits."""

ATTENDANCE_PEOPLE: Final = 1000
"""Of so many people, those who came last, a meeting's attendance is told."""
ATTENDANCE_BYTES: Final = 512 * KIB
"""Longest reply that tells it: the one body that may be longer than ``MESSAGE_BYTES``."""

INVITE_DEFAULT_SECONDS: Final = 24 * 3600
INVITE_MAX_SECONDS: Final = 7 * 24 * 3600
