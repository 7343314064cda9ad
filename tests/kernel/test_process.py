"""What only a process of its own can show: what an import loads, and how the end comes."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from notebook_meet.wire.messages import Hello, Leave, Ping
from tests.kernel.fake_server import FakeServer
from tests.kernel.waiting import eventually

SOURCES = Path(__file__).parents[2] / "src"
WIDGET = ("anywidget", "ipywidgets", "IPython", "traitlets", "tornado", "asyncio")
HEAVY = (
    "numpy",
    "pandas",
    "matplotlib",
    "aiortc",
    "av",
    "jupyter_server",
    "notebook_meet_server",
    "sqlalchemy",
)

LOADED = """
import sys
{statement}
print(*[name for name in {names!r} if name in sys.modules])
"""


def environment(**changes: str) -> dict[str, str]:
    """This process's environment with this source tree, and no server."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("NOTEBOOK_MEET", "JPY_"))
    }
    return {**kept, "PYTHONPATH": str(SOURCES), **changes}


def python(code: str, seconds: float = 60.0, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Runs ``code`` in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment(**environ),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("import notebook_meet", WIDGET + HEAVY),
        ("import notebook_meet.wire.codec, notebook_meet.wire.rest", WIDGET + HEAVY),
        ("from notebook_meet import PasscodeMismatch, __version__", WIDGET + HEAVY),
        ("from notebook_meet import Meeting", HEAVY),
    ],
)
def test_an_import_loads_only_what_it_needs(statement: str, names: tuple[str, ...]) -> None:
    done = python(LOADED.format(statement=statement, names=names))
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


def test_every_public_name_is_there_and_no_other() -> None:
    done = python(
        "import notebook_meet as nm\n"
        "assert all(getattr(nm, name) is not None for name in dir(nm))\n"
        "assert 'Meeting' in dir(nm) and 'MeetError' in dir(nm)\n"
        "try:\n    nm.nonsense\nexcept AttributeError as error:\n    print(error)\n"
    )
    assert "no attribute 'nonsense'" in done.stdout, done.stderr


CREATE = """
from pathlib import Path
from notebook_meet import Meeting, widget
widget.STATIC = Path({static!r})
m = Meeting.create("Algebra")
m.on("joined", print)
assert m.participants == []
"""


@pytest.mark.parametrize("ending", ["", "raise SystemExit(0)", "del m", "m.leave()"])
def test_a_process_with_an_open_connection_ends_by_itself_and_says_goodbye(
    fake: FakeServer, bundle: Path, ending: str
) -> None:
    done = python(CREATE.format(static=str(bundle)) + ending, **fake.environ)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (meeting,) = fake.meetings.values()
    eventually(lambda: meeting.seats[0].gone)


def test_it_also_ends_when_the_server_has_gone(fake: FakeServer, bundle: Path) -> None:
    with started(
        bundle, fake, "gone = threading.Event()\nm.on('disconnected', gone.set)", "assert gone.wait(30)"
    ) as process:
        fake.goes_down()
        assert process.communicate(timeout=60) == ("", "")
        assert process.returncode == 0


def test_it_also_ends_when_the_server_hangs(fake: FakeServer, bundle: Path) -> None:
    unfrozen = threading.Event()

    async def freeze() -> None:
        unfrozen.wait()

    with started(bundle, fake, "import sys", "sys.stdin.readline()") as process:
        frozen = fake._thread.spawn(freeze())
        try:
            assert process.communicate("go\n", timeout=60) == ("", "")
            assert process.returncode == 0
        finally:
            unfrozen.set()
            frozen.result(60)


FORK = """
import gc, os, sys, warnings
warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons say that forking with threads is a risk
child = os.fork()
if child == 0:
    other = Meeting.create("Geometry")
    assert other.participants == []
    gc.collect()
    sys.exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
m.end()
"""


def test_a_forked_child_ends_without_a_word_and_its_parent_goes_on(fake: FakeServer, bundle: Path) -> None:
    done = python(CREATE.format(static=str(bundle)) + FORK, **fake.environ)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    algebra, geometry = fake.meetings.values()
    assert algebra.ended
    assert geometry.seats[0].gone
    assert [type(message) for message in fake.received if not isinstance(message, Ping)] == [
        Hello,
        Hello,
        Leave,
    ]


@contextmanager
def started(bundle: Path, fake: FakeServer, before: str, after: str) -> Iterator["subprocess.Popen[str]"]:
    """A process with a meeting; it has run ``before`` and goes on with ``after``."""
    code = "\n".join(
        [CREATE.format(static=str(bundle)), "import threading", before, "print('up', flush=True)", after]
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=environment(**fake.environ), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        yield process
    finally:
        process.kill()
        process.communicate()
