"""Where the tests' servers are, and how long the tests wait."""

BASE = "/a%40b/"
"""The base URL that pytest-jupyter gives its servers; the escape in it is part of the test."""
ROOT = f"{BASE}meet/"
SUBPROTOCOL = "notebook-meet.v1"
PATIENCE = 15.0
"""Seconds after which a message that does not come is a failure."""
