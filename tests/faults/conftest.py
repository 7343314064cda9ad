"""A server that plays scripts, in this process."""

from collections.abc import Callable

import pytest

from tests.web.conftest import Start, bundle, start
from tests.web.server import MeetServer

__all__ = ["bundle", "start"]


@pytest.fixture
def faulty(start: Start) -> Callable[[], MeetServer]:
    return lambda: start(ServerApp={"jpserver_extensions": {"tests.faults": True}})
