"""The REST calls over real HTTP: what they answer, and what they refuse. Bad bodies are in test_bodies.py."""

import time
from typing import Any

import pytest

from notebook_meet._version import __version__
from tests.web.conftest import Start
from tests.web.server import ROOT

UNKNOWN = "A" * 22
SECRET = "s" * 43


async def test_about_says_what_the_server_speaks(start: Start) -> None:
    async with start() as server:
        answer = await server.send("GET", f"{ROOT}api/about")
        assert answer.json == {"name": "notebook-meet", "version": __version__, "protocols": [1]}


async def test_a_meeting_from_its_making_to_its_end(start: Start) -> None:
    async with start() as server:
        meeting = await server.meeting(title="  Linear\u202e algebra ", passcode="fourier", keep=True)
        address = f"meetings/{meeting['id']}"
        assert meeting["title"] == "Linear algebra"
        assert (meeting["has_passcode"], meeting["needs_passcode"], meeting["role"]) == (True, False, "host")
        assert (await server.as_kernel("GET", "meetings")).json["meetings"][0]["id"] == meeting["id"]
        changed = await server.as_kernel("PATCH", address, {"title": "Analysis", "passcode": None})
        assert (changed.status, changed.json["title"], changed.json["has_passcode"]) == (
            200,
            "Analysis",
            False,
        )
        assert (await server.as_kernel("GET", address)).json["title"] == "Analysis"
        invite = (await server.invite(meeting["id"], role="presenter"))["invite"]
        assert (await server.as_kernel("GET", f"{address}/invites")).json["invites"] == [invite]
        assert (await server.as_kernel("GET", f"{address}/attendance")).json == {"people": []}
        revoked = await server.as_kernel("DELETE", f"{address}/invites/{invite['id']}")
        assert (revoked.status, revoked.content) == (204, b"")
        assert (await server.as_kernel("GET", f"{address}/invites")).json["invites"] == []
        assert (await server.as_kernel("DELETE", address)).status == 204
        assert (await server.as_kernel("GET", address)).json["ended"] is True
        assert (await server.as_kernel("GET", "meetings")).json["meetings"] == []


MALFORMED = [
    "x",
    "A" * 21,
    "A" * 23,
    "A" * 21 + "!",
    "A" * 22 + "%0A",
    "%E2%80%AE" * 22,
    "A" * 21 + "%C3%A9",
    "%00" * 22,
]


@pytest.mark.parametrize("bad", MALFORMED)
async def test_a_malformed_id_is_told_from_an_unknown_one(start: Start, bad: str) -> None:
    async with start() as server:
        answer = await server.as_kernel("GET", f"meetings/{bad}")
        assert (answer.status, answer.code) == (400, "bad_id")
        answer = await server.as_kernel("GET", f"meetings/{UNKNOWN}")
        assert (answer.status, answer.code) == (404, "meeting_not_found")


async def test_bytes_that_are_no_text_in_an_address_are_refused(start: Start) -> None:
    async with start() as server:
        answer = await server.as_kernel("GET", "meetings/%ff%fe")
        assert (answer.status, answer.code) == (400, "bad_field")


async def test_an_ended_meeting_says_so(start: Start) -> None:
    async with start() as server:
        meeting = await server.meeting()
        invite = await server.invite(meeting["id"])
        await server.as_kernel("DELETE", f"meetings/{meeting['id']}")
        answer = await server.as_kernel("POST", f"meetings/{meeting['id']}/admissions", {})
        assert (answer.status, answer.code) == (410, "meeting_ended")
        assert (await server.guest(meeting["id"], invite=invite["secret"])).code == "invite_invalid"


async def test_a_passcode_missing_wrong_and_right(start: Start) -> None:
    async with start() as server:
        meeting = await server.meeting(passcode="fourier")
        grace = await server.log_in()
        door = f"meetings/{meeting['id']}/admissions"
        assert (await grace.call("GET", f"meetings/{meeting['id']}")).json["needs_passcode"] is True
        assert (await grace.call("POST", door, {})).code == "passcode_required"
        for _ in range(5):
            wrong = await grace.call("POST", door, {"passcode": "laplace"})
            assert (wrong.status, wrong.code) == (403, "passcode_mismatch")
        again = await grace.call("POST", door, {"passcode": "fourier"})
        assert (again.status, again.code) == (429, "throttled")
        assert int(again.headers["Retry-After"]) >= again.json["error"]["retry_after"] > 0
        alan = await server.log_in()
        assert (await alan.call("POST", door, {"passcode": "fourier"})).json["role"] == "attendee"


async def test_invites_that_do_not_hold(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with start() as server:
        meeting, other = await server.meeting(), await server.meeting(title="Other")
        invite = await server.invite(meeting["id"])
        for elsewhere in (other["id"], UNKNOWN):
            assert (await server.guest(elsewhere, invite=invite["secret"])).code == "invite_invalid"
        assert (await server.guest(meeting["id"], invite=SECRET)).code == "invite_invalid"
        assert (await server.guest(meeting["id"], invite="short")).code == "bad_field"
        assert (await server.guest(meeting["id"], invite=invite["secret"])).json["guest"] is True
        await server.as_kernel("DELETE", f"meetings/{meeting['id']}/invites/{invite['invite']['id']}")
        assert (await server.guest(meeting["id"], invite=invite["secret"])).code == "invite_revoked"
        late = await server.invite(meeting["id"], expires_in=60)
        with monkeypatch.context() as later:
            later.setattr("notebook_meet_server.switchboard.SystemClock.wall", lambda _: time.time() + 61)
            assert (await server.guest(meeting["id"], invite=late["secret"])).code == "invite_expired"
        for unknown in ("x", "A" * 16):
            answer = await server.as_kernel("DELETE", f"meetings/{meeting['id']}/invites/{unknown}")
            assert answer.code == "invite_invalid"
        for wish in ({"expires_in": 1}, {"expires_in": 1e9}, {"uses": 0}, {"role": "king"}, {"uses": 1.5}):
            answer = await server.as_kernel("POST", f"meetings/{meeting['id']}/invites", wish)
            assert answer.code == "bad_field"


async def test_a_preview_uses_up_nothing(start: Start) -> None:
    async with start() as server:
        meeting = await server.meeting(passcode="fourier")
        secret = (await server.invite(meeting["id"], name="Carol"))["secret"]
        for _ in range(3):
            answer = await server.call("POST", f"meetings/{meeting['id']}/preview", {"invite": secret})
            assert (answer.json["name"], answer.json["name_fixed"], answer.json["guest"]) == (
                "Carol",
                True,
                True,
            )
            assert answer.json["needs_passcode"] is False
        assert (await server.guest(meeting["id"], invite=secret)).status == 201


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "meetings", "GET, POST"),
        ("POST", f"meetings/{UNKNOWN}", "GET, PATCH, DELETE"),
        ("GET", f"meetings/{UNKNOWN}/admissions", "POST"),
        ("DELETE", "me", "GET"),
        ("OPTIONS", "meetings", "GET, POST"),
        ("HEAD", "meetings", "GET, POST"),
    ],
)
async def test_another_method_is_refused_with_the_right_ones(
    start: Start, method: str, path: str, allow: str
) -> None:
    async with start() as server:
        answer = await server.call(method, path, headers=server.kernel)
        assert (answer.status, answer.headers["Allow"]) == (405, allow)
        assert method == "HEAD" or answer.code == "method_not_allowed"


@pytest.mark.parametrize("path", ["", "nothing", "meetings/", f"meetings/{UNKNOWN}/secrets", "socket/x"])
async def test_an_address_that_is_none(start: Start, path: str) -> None:
    async with start() as server:
        answer = await server.as_kernel("GET", path)
        assert (answer.status, answer.code) in {(404, "not_found"), (400, "bad_id")}


async def test_a_database_that_cannot_open_stops_nothing_but_the_meetings(
    start: Start, tmp_path: Any
) -> None:
    (tmp_path / "file").write_text("in the way")
    async with start(Meet={"database": str(tmp_path / "file" / "meetings.sqlite3")}) as server:
        answer = await server.as_kernel("POST", "meetings", {"title": "a"})
        assert (answer.status, answer.code) == (503, "storage_unavailable")
        assert (await server.send("GET", ROOT)).status == 200
        (tmp_path / "file").unlink()
        assert (await server.as_kernel("POST", "meetings", {"title": "a"})).status == 201


async def test_a_fault_of_ours_is_logged_without_what_was_sent(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_meetings: object, _caller: object, body: Any) -> None:
        raise LookupError(body.passcode)

    async with start() as server:
        monkeypatch.setattr("notebook_meet_server.meetings.meetings.Meetings.create", fail)
        answer = await server.as_kernel(
            "POST", "meetings", {"title": "canary-title", "passcode": "canary-passcode"}
        )
        assert (answer.status, answer.code) == (500, "internal")
        assert b"canary" not in answer.content
        assert b"Traceback" not in answer.content
    assert "POST create failed unexpectedly" in caplog.text
    assert "LookupError" in caplog.text
    assert "canary" not in caplog.text


async def test_a_full_store_queue_says_when_to_come_back(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from notebook_meet_server.store.errors import ServerBusy

    async def busy(*_: object, **__: object) -> None:
        raise ServerBusy("a test's")

    async with start() as server:
        monkeypatch.setattr("notebook_meet_server.store.thread.StoreThread.run", busy)
        answer = await server.as_kernel("GET", "meetings")
        assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, "server_busy", "1")
        monkeypatch.undo()
