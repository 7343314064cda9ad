"""What a notebook cell sees of a meeting, and what ends in its file."""

import json
from typing import Any

from notebook_meet import Meeting
from tests.kernel.fake_server import FakeServer


def ask(meeting: Meeting, content: Any) -> list[Any]:
    """What the kernel sends when a view sends ``content``."""
    sent: list[Any] = []
    meeting.send = lambda message, buffers=None: sent.append(message)  # type: ignore[method-assign]
    meeting._handle_custom_msg(content, [])
    del meeting.send
    return sent


def everything_saved(meeting: Meeting) -> str:
    """All that can end in the notebook file or a log: state, outputs, repr."""
    state = {name: value for name, value in meeting.get_state().items() if name != "layout"}
    return json.dumps(state) + json.dumps(meeting._repr_mimebundle_()) + repr(meeting) + str(meeting)


def asked(fake: FakeServer, kind: type) -> list[Any]:
    """The bodies of one kind that were sent to the server."""
    return [body for _, _, body in fake.asked if isinstance(body, kind)]
