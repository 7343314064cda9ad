"""The server's fixtures."""

from tests.web.conftest import bundle, spared, start

__all__ = ["bundle", "spared", "start"]
