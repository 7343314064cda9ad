"""Who was in a meeting, as a table."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from notebook_meet.errors import PandasMissing
from notebook_meet.room.people import when
from notebook_meet.wire.rest import Attendance

if TYPE_CHECKING:
    import pandas as pd

_UTC: Final = "datetime64[us, UTC]"


def require_pandas() -> None:
    """Says what to do where there is no pandas, before the server is asked for anything.

    Raises:
        PandasMissing: it cannot be imported.
    """
    try:
        import pandas as pd  # noqa: F401
    except ImportError as error:
        raise PandasMissing(
            "The attendance is a pandas DataFrame, and this kernel has no pandas. "
            "Install it with: pip install 'notebook-meet[attendance]'"
        ) from error


def table(attendance: Attendance) -> "pd.DataFrame":
    """One row for each person, in the order they first came.

    Returns:
        ``name``, ``joined`` and ``left`` (in UTC, ``NaT`` while here), ``minutes``; with these columns and their
        types also when nobody came.
    """
    import pandas as pd

    people = attendance.people
    return pd.DataFrame(
        {
            "name": pd.Series([person.name for person in people], dtype="object"),
            "joined": pd.Series([when(person.joined) for person in people], dtype=_UTC),
            "left": pd.Series([_maybe(person.left) for person in people], dtype=_UTC),
            "minutes": pd.Series([person.seconds / 60 for person in people], dtype="float64"),
        }
    )


def _maybe(seconds: float | None) -> datetime | None:
    return None if seconds is None else when(seconds)
