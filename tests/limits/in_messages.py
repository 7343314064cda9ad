"""Limits of what one message or body holds."""

from pathlib import Path

from notebook_meet.wire import limits, rest
from notebook_meet.wire.codec import decode_body, decode_client
from notebook_meet.wire.people import IceServer
from notebook_meet_server.rules.names import clean_name, clean_title
from tests.limits.table import body, message, of, refused, ticket
from tests.switchboard.house import ADA, House


@of("COUNT")
async def count(path: Path) -> None:
    message(type="ping", seq=limits.COUNT)
    with refused("bad_field"):
        message(type="ping", seq=limits.COUNT + 1)


@of("MESSAGE_BYTES")
async def message_bytes(path: Path) -> None:
    ping, preview = b'{"type": "ping", "seq": 1}', b"{}"
    decode_client(ping.ljust(limits.MESSAGE_BYTES))
    decode_body(preview.ljust(limits.MESSAGE_BYTES), rest.Preview)
    with refused("too_large"):
        decode_client(ping.ljust(limits.MESSAGE_BYTES + 1))
    with refused("too_large"):
        decode_client("é" * (limits.MESSAGE_BYTES // 2 + 1))
    with refused("too_large"):
        decode_body(preview.ljust(limits.MESSAGE_BYTES + 1), rest.Preview)


@of("SDP_CHARS")
async def sdp(path: Path) -> None:
    ticket(description={"type": "offer", "sdp": "v" * limits.SDP_CHARS})
    with refused("bad_field"):
        ticket(description={"type": "offer", "sdp": "v" * (limits.SDP_CHARS + 1)})


@of("CANDIDATES")
async def candidates(path: Path) -> None:
    ticket(candidates=[{"candidate": "c"}] * limits.CANDIDATES)
    with refused("bad_field"):
        ticket(candidates=[{"candidate": "c"}] * (limits.CANDIDATES + 1))


@of("CANDIDATE_CHARS")
async def candidate(path: Path) -> None:
    ticket(candidates=[{"candidate": "c" * limits.CANDIDATE_CHARS}])
    with refused("bad_field"):
        ticket(candidates=[{"candidate": "c" * (limits.CANDIDATE_CHARS + 1)}])


@of("TITLE_CHARS")
async def title(path: Path) -> None:
    body(rest.CreateMeeting, title="é" * limits.TITLE_CHARS)
    assert len(clean_title("x" * (limits.TITLE_CHARS + 1))) == limits.TITLE_CHARS
    with refused("bad_field"):
        body(rest.CreateMeeting, title="é" * (limits.TITLE_CHARS + 1))


@of("NAME_CHARS")
async def name(path: Path) -> None:
    """A long name is cut, not refused; one that no keyboard writes is refused."""
    assert clean_name("x" * limits.NAME_CHARS) == "x" * limits.NAME_CHARS
    assert clean_name("x" * (limits.NAME_CHARS + 1)) == "x" * limits.NAME_CHARS
    body(rest.RequestAdmission, name="x" * 4 * limits.NAME_CHARS)
    with refused("bad_field"):
        body(rest.RequestAdmission, name="x" * (4 * limits.NAME_CHARS + 1))


@of("PASSCODE_CHARS")
async def passcode(path: Path) -> None:
    body(rest.RequestAdmission, passcode="x" * limits.PASSCODE_CHARS)
    for kind in (rest.RequestAdmission, rest.UpdateMeeting):
        with refused("bad_field"):
            body(kind, passcode="x" * (limits.PASSCODE_CHARS + 1))


@of("ICE_URLS", "URL_CHARS")
async def ice_servers(path: Path) -> None:
    url = "stun:".ljust(limits.URL_CHARS, "x")
    body(IceServer, urls=[url] * limits.ICE_URLS)
    for urls in ([url] * (limits.ICE_URLS + 1), [url + "x"]):
        with refused("bad_field"):
            body(IceServer, urls=urls)


@of("INVITE_USES", "INVITE_MAX_SECONDS", "INVITE_DEFAULT_SECONDS")
async def an_invite(path: Path) -> None:
    body(rest.CreateInvite, uses=limits.INVITE_USES, expires_in=limits.INVITE_MAX_SECONDS)
    for wish in ({"uses": limits.INVITE_USES + 1}, {"expires_in": limits.INVITE_MAX_SECONDS + 1}):
        with refused("bad_field"):
            body(rest.CreateInvite, **wish)
    async with House(path) as house:
        made = await house.meetings.create_invite(ADA, await house.meeting(), rest.CreateInvite())
        assert made.invite.expires_at - house.clock.wall() == limits.INVITE_DEFAULT_SECONDS
