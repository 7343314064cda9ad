"""Functions that a notebook has called when something happens in the meeting."""

import logging
from typing import Any

import pytest

from notebook_meet import Meeting, errors
from tests.kernel.fake_server import FakeServer
from tests.kernel.waiting import eventually

# -------------------------------------------------------------------------------------------------------- events


def test_functions_are_called_in_order_with_whom_it_is_about(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    stored = kernel.meetings[m.id]
    told: list[tuple[str, str]] = []
    for event in ("joined", "updated", "left"):
        m.on(event, lambda person, event=event: told.append((event, person.name)))

    @m.on("ended")
    def over() -> None:
        told.append(("ended", ""))

    assert m.participants == []
    ada = kernel.do(stored.comes, "Ada")
    ada = kernel.do(stored.changes, ada, camera=False)
    kernel.do(stored.goes, ada)
    m.end()
    eventually(lambda: len(told) == 4)
    assert told == [("joined", "Ada"), ("updated", "Ada"), ("left", "Ada"), ("ended", "")]
    m.close()


def test_a_function_may_ask_the_meeting(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    stored = kernel.meetings[m.id]
    seen: list[Any] = []
    m.on("joined", lambda person: seen.append((len(m.participants), m.invite(name=person.name).name)))
    assert m.participants == []
    kernel.do(stored.comes, "Ada")
    eventually(lambda: seen == [(1, "Ada")])
    m.close()


@pytest.mark.parametrize("error", [ZeroDivisionError, SystemExit])
def test_a_function_that_fails_is_shown_once_and_hurts_nobody(
    kernel: FakeServer, caplog: pytest.LogCaptureFixture, error: type[BaseException]
) -> None:
    caplog.set_level(logging.ERROR)
    m = Meeting.create("Algebra")
    stored = kernel.meetings[m.id]
    seen: list[str] = []

    @m.on("joined")
    def clumsy(person: Any) -> None:
        raise error(person.name)

    m.on("joined", lambda person: seen.append(person.name))
    assert m.participants == []
    kernel.do(stored.comes, "Ada")
    kernel.do(stored.comes, "Grace")
    eventually(lambda: seen == ["Ada", "Grace"])
    assert caplog.text.count(f"{error.__name__}: Ada") == 1
    assert "clumsy() failed" in caplog.text
    assert "Grace" not in caplog.text
    m.close()


def test_an_event_that_does_not_exist_is_refused_with_those_that_do(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    with pytest.raises(ValueError, match="joined, left, updated"):
        m.on("jioned", print)
    m.close()


def test_a_new_title_reaches_the_cell(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    assert m.participants == []
    kernel.do(kernel.meetings[m.id].renamed, "Geometry")
    eventually(lambda: m.title == "Geometry")
    m.close()


def test_an_observer_that_fails_does_not_cost_the_connection(kernel: FakeServer) -> None:
    m = Meeting.create("Algebra")
    stored = kernel.meetings[m.id]

    def clumsy(change: Any) -> None:
        raise ZeroDivisionError(change.new)

    m.observe(clumsy, "title")
    assert m.participants == []
    kernel.do(stored.renamed, "Geometry")
    kernel.do(stored.comes, "Ada")
    eventually(lambda: m.participants)
    m.close()


def test_a_connection_that_breaks_for_no_known_reason_says_so(
    kernel: FakeServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("notebook_meet.connection.decode_server", lambda data: 1 / 0)
    m = Meeting.create("Algebra")
    with pytest.raises(errors.Disconnected, match="the log says why"):
        m.participants  # noqa: B018
    assert "ZeroDivisionError" in caplog.text
    m.close()
