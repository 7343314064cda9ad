"""The server's fixtures."""

from tests.web.conftest import bundle, start

__all__ = ["bundle", "start"]
