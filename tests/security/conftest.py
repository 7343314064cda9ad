"""The server's fixtures."""

from tests.meetings.conftest import path
from tests.web.conftest import bundle, spared, start

__all__ = ["bundle", "path", "spared", "start"]
