"""What the log tells of a meeting: one event a line, as text and as JSON, of nobody by name."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from notebook_meet_server.log_lines import OURS, JsonLines, join_logs
from notebook_meet_server.switchboard.events import alias, note
from tests.web.conftest import Start
from tests.web.server import MeetServer

FORMAT = "%(message)s"
SENT = "canary\nof what somebody sent"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Loggers are the process's."""
    own = logging.getLogger(OURS)
    before = own.level, own.parent, own.propagate, list(own.handlers)
    yield
    own.level, own.parent, own.propagate, own.handlers = before


async def short_call(server: MeetServer) -> tuple[str, str]:
    """A guest comes and leaves; the ids of meeting and participant."""
    meeting = await server.meeting(title="canary")
    invite = (await server.invite(meeting["id"], name="canary"))["secret"]
    guest, welcome = await server.join(await server.guest(meeting["id"], invite=invite, name="canary"))
    await guest.say(type="leave", n=1)
    await guest.closed()
    return meeting["id"], welcome["you"]


async def test_a_stay_is_four_lines_of_text(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with start(ServerApp={"log_level": logging.INFO}) as server:
        meeting, guest = await short_call(server)
    lines = [record.getMessage() for record in caplog.records if record.name == f"{OURS}.switchboard.witness"]
    where, who = f"meeting={alias(meeting)}", f"participant={alias(guest)}"
    assert lines == [
        f"meeting_opened {where}",
        f"joined {where} {who} kind=browser role=attendee guest=yes",
        f"left {where} {who}",
        f"meeting_closed {where}",
    ]
    for unwanted in ("canary", meeting, guest):
        assert unwanted not in caplog.text


async def test_the_same_as_json(start: Start, capfd: pytest.CaptureFixture[str]) -> None:
    async with start(ServerApp={"log_level": logging.INFO}, Meet={"log_format": "json"}) as server:
        meeting, guest = await short_call(server)
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    events = [line for line in lines if line["logger"] == f"{OURS}.switchboard.witness"]
    assert [line["event"] for line in events] == ["meeting_opened", "joined", "left", "meeting_closed"]
    joined = events[1]
    assert joined.pop("time").endswith("+00:00")
    assert joined == {
        "level": "info",
        "logger": f"{OURS}.switchboard.witness",
        "event": "joined",
        "meeting": alias(meeting),
        "participant": alias(guest),
        "kind": "browser",
        "role": "attendee",
        "guest": "yes",
    }


async def test_a_gap_is_two_lines_more(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with start(ServerApp={"log_level": logging.INFO}) as server:
        meeting = (await server.meeting())["id"]
        invite = (await server.invite(meeting, uses=2))["secret"]
        guest, welcome = await server.join(await server.guest(meeting, invite=invite))
        other, _ = await server.join(await server.guest(meeting, invite=invite))
        guest.close()
        assert (await other.hear("updated"))["participant"]["presence"] == "reconnecting"
        await come_back(server, welcome)
        await come_back(server, welcome)
    gaps = [line for line in caplog.messages if line.startswith(("away", "back"))]
    where = f"meeting={alias(meeting)} participant={alias(welcome['you'])}"
    assert gaps[:3] == [f"away {where}", f"back {where}", f"back {where}"], "the last where no loss was seen"


async def come_back(server: MeetServer, welcome: dict[str, Any]) -> None:
    socket = await server.connect()
    await socket.say(type="resume", token=welcome["resume"], seq=0, epoch=welcome["epoch"])
    await socket.hear()


def record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    told = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("notebook_meet_server.x", logging.WARNING, "x.py", 1, message, args, told)


def test_whatever_it_is_it_is_one_line() -> None:
    with pytest.raises(LookupError) as failed:
        {}[SENT]
    fault = record("It failed.\nTwice: %s", "a\u2028b", error=failed.value)
    text = JsonLines().format(fault)
    line = json.loads(text)
    assert "\n" not in text
    assert (line["level"], line["event"], line["error"]) == (
        "warning",
        "It failed.\nTwice: a\u2028b",
        "KeyError",
    )
    assert "test_log_lines" in line["stack"]
    assert "canary" not in text


def test_nothing_is_longer_than_it_may_be() -> None:
    assert len(JsonLines().format(record("x" * 100_000))) < 9000


def test_going_back_and_forth_writes_every_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger("root of a test")
    root.setLevel(logging.INFO)
    root.propagate, root.handlers = False, []
    text = logging.StreamHandler(sys.stderr)
    text.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(text)
    for how in ("json", "json", "text", "text"):
        join_logs(root, how)  # type: ignore[arg-type]
        note(logging.getLogger(f"{OURS}.x"), "tested", how=how)
    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["how"] for line in lines[:2]] == ["json", "json"]
    assert lines[2:] == ["tested how=text"] * 2


def test_an_alias_is_the_same_and_is_not_the_id() -> None:
    assert alias("a" * 22) == alias("a" * 22) != alias("b" * 22)
    assert len(alias("a" * 22)) == 8
