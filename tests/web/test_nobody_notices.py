"""Bad input beside a call, over REST: a stable code and a sentence for who sent it, and nobody in the call notices."""

import time
from collections.abc import Awaitable, Callable

import pytest

from notebook_meet.wire.errors import ERRORS
from tests.web.bystanders import Call, undisturbed
from tests.web.conftest import Start
from tests.web.server import ROOT, Answer, MeetServer

UNKNOWN = "A" * 22
SECRET = "s" * 43
FULL = {"Meet": {"max_seats": 2}}
Try = Callable[[MeetServer, Call], Awaitable[Answer]]


def expect_refusal(answer: Answer, code: str) -> None:
    assert (answer.code, answer.status) == (code, ERRORS[code].status)
    assert answer.json["error"]["message"].startswith(ERRORS[code].message)


def asks(path: str, method: str = "POST", **body: object) -> Try:
    """Somebody with a login, who is not in the call, asks for this; ``ID`` stands for the call's meeting."""

    async def ask(server: MeetServer, call: Call) -> Answer:
        alan = await server.log_in()
        return await alan.call(method, path.replace("ID", call.id), body)

    return ask


def host_asks(path: str, method: str = "POST", **body: object) -> Try:
    async def ask(server: MeetServer, call: Call) -> Answer:
        return await server.as_kernel(method, path.replace("ID", call.id), body)

    return ask


def guest_asks(**body: object) -> Try:
    async def ask(server: MeetServer, call: Call) -> Answer:
        return await server.guest(call.id, **body)

    return ask


def sends(content: bytes, kind: str = "application/json") -> Try:
    async def send(server: MeetServer, call: Call) -> Answer:
        headers = {"Content-Type": kind, **server.kernel}
        return await server.send("POST", f"{ROOT}api/v1/meetings/{call.id}/admissions", content, headers)

    return send


TRIES: dict[str, tuple[Try, str]] = {
    "unknown meeting": (asks(f"meetings/{UNKNOWN}/admissions"), "meeting_not_found"),
    "malformed id": (asks("meetings/x/admissions"), "bad_id"),
    "no title": (asks("meetings", title=""), "bad_field"),
    "long title": (asks("meetings", title="t" * 10_000), "bad_field"),
    "no title for the call": (host_asks("meetings/ID", "PATCH", title=""), "bad_field"),
    "long title for the call": (host_asks("meetings/ID", "PATCH", title="t" * 10_000), "bad_field"),
    "a title by somebody else": (asks("meetings/ID", "PATCH", title="Mine"), "not_allowed"),
    "the end by somebody else": (asks("meetings/ID", "DELETE"), "not_allowed"),
    "an invite by somebody else": (asks("meetings/ID/invites"), "not_allowed"),
    "passcode missing": (asks("meetings/ID/admissions"), "passcode_required"),
    "passcode wrong": (asks("meetings/ID/admissions", passcode="laplace"), "passcode_mismatch"),
    "host key wrong": (asks("meetings/ID/admissions", host_key=SECRET), "host_key_invalid"),
    "resume token wrong": (guest_asks(resume=SECRET), "login_required"),
    "invite unknown": (guest_asks(invite=SECRET), "invite_invalid"),
    "invite malformed": (guest_asks(invite="short"), "bad_field"),
    "neither login nor invite": (guest_asks(), "login_required"),
    "unknown field": (asks("meetings/ID/admissions", hat=True), "bad_field"),
    "not JSON": (sends(b"{"), "bad_json"),
    "another content type": (sends(b"{}", "text/plain"), "bad_field"),
    "too large": (sends(b" " * 70_000), "too_large"),
}


async def test_refused_requests(start: Start) -> None:
    async with start() as server, undisturbed(server, passcode="fourier") as call:
        answers = {what: await attempt(server, call) for what, (attempt, _) in TRIES.items()}
    assert {what: answer.code for what, answer in answers.items()} == {
        what: code for what, (_, code) in TRIES.items()
    }
    for answer in answers.values():
        expect_refusal(answer, answer.code)


async def test_a_full_meeting(start: Start) -> None:
    async with start(**FULL) as server, undisturbed(server) as call:
        expect_refusal(await asks("meetings/ID/admissions")(server, call), "meeting_full")
        invite = await server.invite(call.id)
        expect_refusal(await server.guest(call.id, invite=invite["secret"]), "meeting_full")


async def test_a_meeting_that_has_ended(start: Start) -> None:
    async with start() as server, undisturbed(server) as call:
        other = (await server.meeting())["id"]
        await server.as_kernel("DELETE", f"meetings/{other}")
        for path in (f"meetings/{other}/admissions", f"meetings/{other}/invites"):
            expect_refusal(await server.as_kernel("POST", path, {}), "meeting_ended")
        assert call.id != other


async def test_somebody_who_guesses_passcodes(start: Start) -> None:
    async with start() as server, undisturbed(server, passcode="fourier") as call:
        mallory = await server.log_in()
        door = f"meetings/{call.id}/admissions"
        for _ in range(5):
            expect_refusal(await mallory.call("POST", door, {"passcode": "laplace"}), "passcode_mismatch")
        expect_refusal(await mallory.call("POST", door, {"passcode": "fourier"}), "throttled")


async def test_invites_that_do_not_hold(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with start() as server, undisturbed(server) as call:
        revoked = await server.invite(call.id)
        await server.as_kernel("DELETE", f"meetings/{call.id}/invites/{revoked['invite']['id']}")
        expect_refusal(await server.guest(call.id, invite=revoked["secret"]), "invite_revoked")
        expired = await server.invite(call.id, expires_in=60)
        with monkeypatch.context() as later:
            later.setattr("notebook_meet_server.switchboard.SystemClock.wall", lambda _: time.time() + 61)
            expect_refusal(await server.guest(call.id, invite=expired["secret"]), "invite_expired")
        elsewhere = await server.invite((await server.meeting())["id"])
        expect_refusal(await server.guest(call.id, invite=elsewhere["secret"]), "invite_invalid")


async def test_an_invite_that_is_used_up(start: Start) -> None:
    """The two in the call hear of the guest who used it, and of nobody else."""
    async with start() as server, undisturbed(server) as call:
        invite = await server.invite(call.id)
        carol, _ = await server.join(await server.guest(call.id, invite=invite["secret"]))
        await carol.say(type="leave", n=1)
        for client in (call.ada, call.grace):
            assert [(await client.hear())["type"] for _ in range(2)] == ["joined", "left"]
        expect_refusal(await server.guest(call.id, invite=invite["secret"]), "invite_used_up")
        expect_refusal(
            await server.call("POST", f"meetings/{call.id}/preview", {"invite": invite["secret"]}),
            "invite_used_up",
        )
