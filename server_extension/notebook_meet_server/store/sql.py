"""The store as the rest of the server sees it."""

from notebook_meet_server.store.attendance import AttendanceRows
from notebook_meet_server.store.invites import InviteRows
from notebook_meet_server.store.meetings import MeetingRows
from notebook_meet_server.store.rulings import RulingRows
from notebook_meet_server.store.seats import SeatRows


class SqlStore(MeetingRows, SeatRows, InviteRows, AttendanceRows, RulingRows):
    """All tables of one database.

    Every call raises ``StorageUnavailable`` or ``StorageFull`` (``store/errors.py``) when the database fails it;
    then nothing of it was written. What a call has returned from is on the disk.
    """
