"""What people can do with meetings: the use cases behind the REST calls, and the nightly caretaker."""

from notebook_meet_server.meetings.caretaker import Caretaker
from notebook_meet_server.meetings.meetings import Meetings
from notebook_meet_server.meetings.readiness import Readiness

__all__ = ["Caretaker", "Meetings", "Readiness"]
