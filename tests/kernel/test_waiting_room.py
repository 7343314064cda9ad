"""The waiting room from both sides: a kernel that lets people in, and one that waits itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notebook_meet import Meeting, errors, meeting
from notebook_meet.connection import Timing
from notebook_meet.happenings import Event, Waits
from notebook_meet.session import Session
from notebook_meet.wire.messages import Pong
from tests.jupyter import JupyterServer
from tests.kernel.real_kernel import kernel_of
from tests.kernel.real_people import Town
from tests.kernel.test_real_server import PRELUDE
from tests.kernel.waiting import eventually

pytestmark = pytest.mark.slow

LASTING = Timing(ping=0.1, silence=3.0)
"""Silent for so long only without answers, also on a busy machine."""


@pytest.fixture
def m(jupyter: JupyterServer, bundle: Path) -> Iterator[Meeting]:
    yield Meeting.create("Door", waiting_room=True, server=jupyter.url, token=jupyter.token)
    meeting._thread.stop()


def test_who_knocks_is_let_in_or_turned_away(m: Meeting, town: Town) -> None:
    knocks: list[Any] = []
    m.on("knock", knocks.append)
    assert m.waiting == []
    grace, alan = town.person(m.id, "Grace"), town.person(m.id, "Alan")
    eventually(lambda: {one.name for one in m.waiting} == {"Grace", "Alan"})
    eventually(lambda: {one.name for one in knocks} == {"Grace", "Alan"})
    assert m.participants == []
    m.admit("Grace")
    assert [one.name for one in m.waiting] == ["Alan"]
    grace.here()
    m.deny(m.waiting[0])
    assert m.waiting == []
    refused = alan.over()
    assert isinstance(refused, errors.Denied)
    eventually(lambda: [one.name for one in m.participants] == ["Grace"])


def test_who_went_away_waits_no_longer(m: Meeting, town: Town) -> None:
    grace = town.person(m.id, "Grace")
    eventually(lambda: m.waiting)
    (knocker,) = m.waiting
    grace.goes()
    eventually(lambda: not m.waiting)
    for call in (m.admit, m.deny):
        with pytest.raises(errors.BadRequest) as gone:
            call(knocker)
        assert gone.value.code == "not_waiting"
    with pytest.raises(errors.BadRequest, match="Nobody who waits has the name 'Grace'"):
        m.admit("Grace")


def test_the_waiting_room_is_opened_and_closed(m: Meeting, town: Town) -> None:
    grace = town.person(m.id, "Grace")
    eventually(lambda: m.waiting)
    m.use_waiting_room(False)
    grace.here()
    assert m.waiting == []
    m.use_waiting_room()
    town.person(m.id, "Alan")
    eventually(lambda: [one.name for one in m.waiting] == ["Alan"])


def test_a_kernel_waits_and_is_let_in(m: Meeting, jupyter: JupyterServer, bundle: Path) -> None:
    """A kernel of the server is somebody else than the owner, who came with Jupyter's token."""
    with kernel_of(jupyter) as alan:
        alan.run(PRELUDE.format(static=str(bundle)))
        joining = "import warnings\nwith warnings.catch_warnings(record=True) as told:\n    warnings.simplefilter('always')\n"
        alan.run(f"{joining}    n = Meeting.join({m.id!r}, name='Alan')")
        assert "has to let this kernel in" in alan.run("print(*[w.message for w in told])").stdout
        told = alan.run("n.on('connected', lambda: print('in')); print()")
        eventually(lambda: [one.name for one in m.waiting] == ["Alan"])
        assert "waiting to be let in" in alan.run("print(repr(n))").stdout
        ask = "try:\n    {}\nexcept Exception as e:\n    print(type(e).__name__, e.code)"
        for call in ("n.participants", "n.locked", "n.waiting", "n.chat.send('x')"):
            assert alan.run(ask.format(call)).stdout == "NotAdmitted not_admitted\n"
        m.admit("Alan")
        eventually(lambda: alan.hear() and "in" in told.stdout)
        assert alan.run("[*n.participants]").result == "[]"
        alan.shut_down()


def test_who_waits_outlives_many_silences_without_knocking_again(m: Meeting, town: Town) -> None:
    class Counting(Session):
        pongs = 0

        def received(self, message: Any, now: float) -> list[Event]:
            self.pongs += isinstance(message, Pong)
            return super().received(message, now)

    session = Counting()
    knocks: list[Any] = []
    m.on("knock", knocks.append)
    assert m.waiting == []
    grace = town.person(m.id, "Grace", session=session, timing=LASTING)
    eventually(lambda: session.pongs * LASTING.ping > 2 * LASTING.silence, "answers to its pings")
    assert [type(event) for event in grace.events] == [Waits]
    assert len(knocks) == 1
    m.admit("Grace")
    grace.here()
