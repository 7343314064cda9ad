"""Limits of how many there may be: invites, seats, sockets, messages, and what waits for somebody."""

from pathlib import Path

from notebook_meet.wire import limits
from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import decode_body, encode
from notebook_meet.wire.messages import Failed, Ping, Pong, Refused, Updated
from notebook_meet.wire.rest import Attendance, CreateInvite
from notebook_meet_server.rules.outbox import Envelope, Outbox
from notebook_meet_server.rules.records import Principal
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.switchboard import Line
from tests.limits.table import of, refused
from tests.switchboard.house import ADA, GRACE, FakeClock, House, Socket


@of("INVITES_PER_MEETING")
async def invites(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        for _ in range(limits.INVITES_PER_MEETING):
            await house.meetings.create_invite(ADA, meeting, CreateInvite())
        with refused("too_many_invites"):
            await house.meetings.create_invite(ADA, meeting, CreateInvite())


@of("ATTENDANCE_PEOPLE", "ATTENDANCE_BYTES")
async def attendance(path: Path) -> None:
    longest = "\N{GRINNING FACE}" * limits.NAME_CHARS

    def crowd(store: SqlStore, meeting: str) -> None:
        with store.transaction():
            for number in range(limits.ATTENDANCE_PEOPLE + 1):
                store.arrive(meeting, f"user:{number}", longest, 1e9 + number)

    async with House(path) as house:
        meeting = await house.meeting()
        await house.ask(crowd, house.store, meeting)
        told = Attendance(await house.meetings.attendance(ADA, meeting))
        assert [told.people[0].joined, told.people[-1].joined] == [1e9 + 1, 1e9 + limits.ATTENDANCE_PEOPLE]
        assert decode_body(encode(told), Attendance) == told
    with refused("bad_field"):
        decode_body(encode(Attendance([*told.people, told.people[0]])), Attendance)
    with refused("too_large"):
        decode_body(encode(told).ljust(limits.ATTENDANCE_BYTES + 1), Attendance)


@of("UNADMITTED_SOCKETS")
async def unadmitted_sockets(path: Path) -> None:
    async with House(path) as house:
        sockets = [await house.socket() for _ in range(limits.UNADMITTED_SOCKETS)]
        assert not any(socket.line.over for socket in sockets)
        await house.socket()
        assert await sockets[0].closed() == CloseCode.TRY_AGAIN_LATER
        assert not any(socket.line.over for socket in sockets[1:])


@of("SEATS_PER_PERSON")
async def seats(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        for _ in range(limits.SEATS_PER_PERSON):
            await house.join(ADA, meeting)
        with refused("too_many_seats"):
            await house.admission(ADA, meeting)
        await house.join(GRACE, meeting)


@of("WAITING_PER_MEETING")
async def waiting(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        people = [
            Principal("user", f"user:{number}", "Someone") for number in range(limits.WAITING_PER_MEETING + 1)
        ]
        *fit, last = [await house.hello(await house.admission(one, meeting)) for one in people]
        assert not any(socket.line.over for socket in fit)
        assert (await last.hear(Refused)).code == "waiting_full"
        assert await last.closed() == CloseCode.NOT_ALLOWED
        again = await house.hello(await house.admission(people[0], meeting))
        assert not again.line.over


@of("MESSAGE_BURST", "MESSAGES_PER_SECOND")
async def messages(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, grace = await house.join(ADA, meeting), await house.join(GRACE, meeting)
        for _ in range(limits.MESSAGE_BURST):
            await house.say(ada, Ping(seq=0))
        house.clock.now += 1
        for _ in range(int(limits.MESSAGES_PER_SECOND)):
            await house.say(ada, Ping(seq=0))
        await ada.hear(Pong, limits.MESSAGE_BURST + int(limits.MESSAGES_PER_SECOND))
        await house.say(ada, Ping(seq=0))
        assert await ada.closed() == CloseCode.TOO_FAST
        assert (await ada.hear(Refused)).code == "too_fast"
        assert (await grace.hear(Updated)).participant.presence == "reconnecting"


@of("SEND_QUEUE_MESSAGES", "SEND_QUEUE_BYTES")
async def send_queue(path: Path) -> None:
    for data, fit in (
        (encode(Pong(ack=1)), limits.SEND_QUEUE_MESSAGES),
        (bytes(limits.SEND_QUEUE_BYTES // 16), 16),
    ):
        socket = Socket()
        socket.flowing.clear()
        line = Line(1, socket, FakeClock())
        assert [line.send(data) for _ in range(fit + 1)] == [True] * fit + [False]
        line.abort(CloseCode.SLOW_READER)


@of("REPLAY_MESSAGES", "REPLAY_BYTES")
async def replay(path: Path) -> None:
    small = Envelope.of(Failed(seq=1, code="internal", message="", re=1))
    large = Envelope(b"x" * (limits.REPLAY_BYTES // 16), b"")
    for envelope, fit in ((small, limits.REPLAY_MESSAGES), (large, 16)):
        outbox = Outbox()
        for _ in range(fit):
            outbox.add(envelope)
        missed = outbox.missed(0)
        assert missed is not None
        assert len(missed) == fit
        outbox.add(envelope)
        assert outbox.missed(0) is None  # a fresh roster instead
        assert outbox.missed(1) is not None
