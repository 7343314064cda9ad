"""The reference pages say what the code does."""

import inspect
import re
from pathlib import Path

import pytest

from notebook_meet import Meeting, errors
from notebook_meet.room.events import EVENTS
from notebook_meet.room.moderation import Moderation
from notebook_meet.room.people import Participant
from notebook_meet.widget import MeetingView

DOCS = Path(__file__).parents[2] / "docs" / "reference"
PYTHON = (DOCS / "python.md").read_text(encoding="utf-8")
WIDGET = (DOCS / "widget.md").read_text(encoding="utf-8")


def test_every_error_stands_there_with_its_codes() -> None:
    rows = dict(re.findall(r"^\| [├│└ ]*`(\w+)`[^|]*\| (.*) \|$", PYTHON, re.MULTILINE))
    for code, cause in errors.BY_CODE.items():
        assert f"`{code}`" in rows[cause.__name__]
    classes = [
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, errors.MeetError)
    ]
    assert {each.__name__ for each in classes} <= set(rows)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, member in {**vars(Moderation), **vars(Meeting)}.items()
        if not name.startswith("_") and not isinstance(member, type)
    ],
)
def test_every_member_of_a_meeting_stands_there(name: str) -> None:
    assert re.search(rf"`(m|Meeting)\.{name}\b", PYTHON), name


@pytest.mark.parametrize("name", ["create", "join", "list"])
def test_the_signatures_are_the_ones_that_are_written(name: str) -> None:
    written = re.search(rf"`Meeting\.{name}\((.*?)\)`", PYTHON)
    assert written is not None
    given = [part.split("=")[0].strip() for part in written[1].split(",")]
    assert [each for each in given if each != "*"] == list(
        inspect.signature(getattr(Meeting, name)).parameters
    )


def test_every_event_and_every_field_of_a_participant_stands_there() -> None:
    for name in (*EVENTS, *Participant.__dataclass_fields__):
        assert f"`{name}`" in PYTHON, name


def test_every_public_trait_of_the_widget_stands_there() -> None:
    own = [name for name in vars(MeetingView) if not name.startswith("_")]
    assert own
    for name in own:
        assert f"| `{name}` |" in WIDGET, name
