"""The kernel side against a real Jupyter server with the extension, from real kernels."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from notebook_meet import errors, meeting
from notebook_meet.connection import Connection
from notebook_meet.discovery import Server
from notebook_meet.happenings import Connected, Event, Lost, PersonJoined
from notebook_meet.links import parse_link
from notebook_meet.loop import LoopThread
from notebook_meet.room import entry
from notebook_meet.server_api import ServerApi
from notebook_meet.session import Session
from notebook_meet.wire.rest import CreateInvite, Preview, RequestAdmission
from tests.jupyter import JupyterServer, running
from tests.kernel.connected import QUICK
from tests.kernel.real_kernel import kernel_of
from tests.kernel.waiting import PATIENCE, eventually

if TYPE_CHECKING:
    from concurrent.futures import Future

pytestmark = pytest.mark.slow


PRELUDE = (
    "import pathlib; from notebook_meet import Meeting, widget; widget.STATIC = pathlib.Path({static!r})"
)
HEARTBEAT = re.compile(
    r"Exception in thread \S*[Hh]eartbeat:\nTraceback.*?\nzmq\.error\.ZMQError: [^\n]*", re.DOTALL
)
"""A kernel whose port was taken between its choice and its use, by a program beside this; ipykernel goes on without."""


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    with running(
        JupyterServer(tmp_path_factory.mktemp("jupyter"), app="server", base_url="/user/ada%40home/")
    ) as server:
        yield server


def address(server: JupyterServer) -> Server:
    """What a kernel elsewhere would be told."""
    return Server(server.url, f"token {server.token}")


@pytest.fixture
def loop() -> Iterator[LoopThread]:
    thread = LoopThread("test")
    yield thread
    thread.stop()


def test_a_notebooks_kernel_finds_its_server_and_makes_meetings(jupyter: JupyterServer, bundle: Path) -> None:
    prelude = PRELUDE.format(static=str(bundle))
    with kernel_of(jupyter) as ada, kernel_of(jupyter) as alan:
        ada.run(prelude)
        alan.run(prelude)
        shown = ada.run("m = Meeting.create('Algebra', passcode='fourier-canary')\nm").result
        assert shown.startswith("Meeting: Algebra (created ")
        link = ast.literal_eval(ada.run("import warnings; warnings.simplefilter('ignore'); m.link").result)
        assert link.startswith(f"{jupyter.url}meet/")

        assert ada.run("[person.name for person in m.participants]").result == "[]"
        refused = "try:\n    Meeting.join({link!r}, passcode='wrong')\nexcept Exception as e:\n    print(type(e).__name__, e.code)"
        assert alan.run(refused.format(link=link)).stdout == "PasscodeMismatch passcode_mismatch\n"
        alan.run(f"n = Meeting.join({link!r}, passcode='fourier-canary', name='Alan')\nn.participants")
        assert alan.run("[row.title for row in Meeting.list()]").result == "['Algebra']"

        assert "#invite=" in ada.run("i = m.invite(name='Carol', expires='2h')\nprint(i.link)").stdout
        ada.run("i.revoke(); m.end(); m.end()")
        assert alan.run(refused.format(link=link)).stdout == "MeetingEnded meeting_ended\n"
        eventually(lambda: alan.run("print(len(n.participants))").stdout == "0\n")
        assert alan.run("Meeting.list()").result == "[]"
        ada.shut_down()
        alan.shut_down()
    assert "Traceback" not in HEARTBEAT.sub("", jupyter.log)
    assert "fourier-canary" not in jupyter.log


def test_what_an_event_prints_appears_below_the_cell_that_asked_for_it(
    jupyter: JupyterServer, bundle: Path
) -> None:
    with kernel_of(jupyter) as ada, kernel_of(jupyter) as alan:
        ada.run(PRELUDE.format(static=str(bundle)))
        asked = ada.run("m = Meeting.create('Algebra')\nm.on('ended', lambda: print('over'))\nm.participants")
        later = ada.run("print('something else')")
        alan.run(PRELUDE.format(static=str(bundle)) + "\nMeeting.join(Meeting.list()[0].id).end()")
        eventually(lambda: ada.hear() and "over" in asked.stdout)
        assert later.stdout == "something else\n"
        ada.shut_down()
        alan.shut_down()


def test_by_token_from_anywhere_and_always_as_the_same_one(jupyter: JupyterServer, loop: LoopThread) -> None:
    api = ServerApi(address(jupyter))
    made = loop.run(entry.create(api, "Algebra", "fourier", keep=False))
    assert made.host_key is not None
    link = parse_link(f"{jupyter.url}meet/{made.digest.id}")
    with pytest.raises(errors.PasscodeMismatch):
        loop.run(entry.join(api, link, "wrong"))
    assert loop.run(entry.join(api, link, "fourier")).admission is not None
    assert made.digest.id in [digest.id for digest in loop.run(entry.mine(api))]
    invite = loop.run(api.invite(made.digest.id, CreateInvite(name="Carol")))
    assert loop.run(api.preview(made.digest.id, Preview(invite=invite.secret))).id == made.digest.id
    loop.run(api.revoke(made.digest.id, invite.invite.id))
    loop.run(api.end(made.digest.id))
    with pytest.raises(errors.MeetingEnded):
        loop.run(entry.join(api, link, "fourier"))
    with pytest.raises(errors.MeetingNotFound):
        loop.run(entry.join(api, parse_link("x" * 22), None))


def test_the_server_is_found_by_the_file_it_writes(
    jupyter: JupyterServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert jupyter.process is not None
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(jupyter.folder / "runtime"))
    monkeypatch.setenv("JPY_PARENT_PID", str(jupyter.process.pid))
    for name in ("NOTEBOOK_MEET_SERVER", "NOTEBOOK_MEET_SERVER_URL"):
        monkeypatch.delenv(name, raising=False)
    assert meeting._api(None, None).server == address(jupyter)
    assert isinstance(meeting.Meeting.list(), list)


def test_a_connection_outlives_the_servers_sudden_end(tmp_path: Path, loop: LoopThread) -> None:
    with running(JupyterServer(tmp_path, app="server")) as server:
        api = ServerApi(address(server))
        made = loop.run(entry.create(api, "Algebra", None, keep=False))
        session, events = Session(), list[Event]()

        async def admit() -> str:
            return (await api.admit(made.digest.id, RequestAdmission(kind="kernel"))).admission

        def count(kind: type[Event]) -> int:
            return sum(isinstance(event, kind) for event in events)

        task = loop.spawn(Connection(address(server), session, admit, events.append, timing=QUICK).run())
        eventually(lambda: count(Connected) == 1)
        server.kill()
        eventually(lambda: count(Lost) == 1)
        server.start()
        eventually(lambda: count(Connected) == 2, "the way back", 30.0)
        assert count(PersonJoined) == 0
        loop.run(api.end(made.digest.id))
        assert isinstance(task.result(PATIENCE), errors.MeetingEnded)


def test_two_kernels_write_to_each_other(jupyter: JupyterServer, bundle: Path) -> None:
    prelude = PRELUDE.format(static=str(bundle))
    with kernel_of(jupyter) as ada, kernel_of(jupyter) as alan:
        ada.run(f"{prelude}\nm = Meeting.create('Chat')\nm.chat.send('before')")
        alan.run(f"{prelude}\nn = Meeting.join(Meeting.list()[0].id)\nn.participants")
        heard = alan.run("n.on('chat', lambda said: print(said.text))\nn.chat")
        ada.run("m.chat.send('see https://example.org\\n<b>x</b>')")
        eventually(lambda: alan.hear() and "<b>x</b>" in heard.stdout)
        assert "before" not in heard.stdout, "is no news"
        texts = "[said.text for said in n.chat.messages]"
        assert alan.run(texts).result == "['before', 'see https://example.org\\n<b>x</b>']"
        attempts = {
            "n.chat.send('  ')": "BadRequest chat_empty",
            "n.chat.send('x' * 4001)": "BadRequest bad_field",
            "n.chat.send('x', to='Nobody')": "BadRequest bad_field",
        }
        for attempt, outcome in attempts.items():
            code = f"try:\n    {attempt}\nexcept Exception as e:\n    print(type(e).__name__, e.code)"
            assert alan.run(code).stdout == f"{outcome}\n"
        ada.run("m.end()")
        ada.shut_down()
        alan.shut_down()
    assert "example.org" not in jupyter.log, "what people write stays out of the log"


def test_the_attendance_of_a_real_meeting(jupyter: JupyterServer, bundle: Path, loop: LoopThread) -> None:
    with kernel_of(jupyter) as ada:
        ada.run(f"{PRELUDE.format(static=str(bundle))}\nm = Meeting.create('Register')\nm.participants")
        assert ada.run("list(m.attendance().columns), len(m.attendance())").result == (
            "(['name', 'joined', 'left', 'minutes'], 0)"
        )
        meeting_id = ast.literal_eval(ada.run("m.id").result)
        grace = someone_in(jupyter, loop, meeting_id, "Grace")
        eventually(lambda: ada.run("[p.name for p in m.participants]").result == "['Grace']")
        assert ada.run("t = m.attendance(); [*t['name'], *t['left'].isna()]").result == "['Grace', True]"
        grace.cancel()
        eventually(lambda: ada.run("[*m.attendance()['left'].isna()]").result == "[False]")
        ada.run("m.end()")
        row = "t = m.attendance(); (*(t['left'] >= t['joined']), *t['minutes'].between(0, 10), str(t['joined'].dt.tz))"
        assert ada.run(row).result == "(True, True, 'UTC')"
        ada.shut_down()


def someone_in(
    server: JupyterServer, loop: LoopThread, meeting: str, name: str
) -> "Future[errors.MeetError]":
    """Somebody in a browser, as far as the server sees; leaves when cancelled."""
    api, request = ServerApi(address(server)), RequestAdmission(name=name, kind="browser")

    async def admit() -> str:
        return (await api.admit(meeting, request)).admission

    return loop.spawn(Connection(address(server), Session(), admit, lambda event: None).run())
