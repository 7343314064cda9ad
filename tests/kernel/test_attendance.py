"""Who was in a meeting, as a table."""

import sys
from datetime import UTC, datetime

import pandas as pd
import pytest

from notebook_meet import Meeting, errors
from notebook_meet.wire.rest import Attendee
from tests.kernel.fake_server import FakeServer

TYPES = {
    "name": "object",
    "joined": "datetime64[us, UTC]",
    "left": "datetime64[us, UTC]",
    "minutes": "float64",
}


def test_one_row_for_each_person_in_utc(kernel: FakeServer) -> None:
    with Meeting.create("Algebra") as m:
        kernel.meetings[m.id].attended = [
            Attendee("Ada", joined=1_700_000_000.25, left=None, seconds=90),
            Attendee("Grace", joined=1_700_000_060, left=1_700_000_120, seconds=30),
        ]
        table = m.attendance()
        assert {name: str(kind) for name, kind in table.dtypes.items()} == TYPES
        assert table["name"].tolist() == ["Ada", "Grace"]
        assert table["minutes"].tolist() == [1.5, 0.5]
        assert table["joined"][0] == datetime(2023, 11, 14, 22, 13, 20, 250_000, tzinfo=UTC)
        assert table["left"][0] is pd.NaT
        assert table["left"][1] == datetime(2023, 11, 14, 22, 15, 20, tzinfo=UTC)


def test_a_table_of_nobody_has_the_same_columns(kernel: FakeServer) -> None:
    with Meeting.create("Algebra") as m:
        table = m.attendance()
        assert len(table) == 0
        assert {name: str(kind) for name, kind in table.dtypes.items()} == TYPES


def test_a_crowd_comes_through(kernel: FakeServer) -> None:
    with Meeting.create("Algebra") as m:
        kernel.meetings[m.id].attended = [
            Attendee("\N{GRINNING FACE}" * 64, joined=1.7e9 + n, left=1.8e9 + n, seconds=0.125)
            for n in range(1000)
        ]
        assert len(m.attendance()) == 1000


def test_without_pandas_it_says_how_to_get_it(kernel: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with Meeting.create("Algebra") as m:
        monkeypatch.setitem(sys.modules, "pandas", None)
        for caught_as in (errors.PandasMissing, errors.MeetError, ImportError):
            with pytest.raises(caught_as, match=r"pip install 'notebook-meet\[attendance\]'"):
                m.attendance()


def test_a_refusal_is_the_servers(kernel: FakeServer) -> None:
    with Meeting.create("Algebra") as m:
        kernel.failing["meetings"] = "not_allowed"
        with pytest.raises(errors.NotAllowed):
            m.attendance()
