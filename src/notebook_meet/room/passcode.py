"""A passcode for someone who does not want to think of one."""

import secrets
from typing import Final

_READABLE: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letters or digits that look alike."""


def made_up() -> str:
    """A passcode that can be read out: 12 characters in groups of four, 59 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3))
