"""Which protocol this build speaks."""

from typing import Final

PROTOCOL: Final = 1
"""The protocol's number. It changes only when an old peer could misunderstand a new one."""

SUBPROTOCOL: Final = f"notebook-meet.v{PROTOCOL}"
"""The WebSocket subprotocol (RFC 6455 section 1.9) that both sides must name."""

API_PREFIX: Final = f"api/v{PROTOCOL}"
"""Where the REST routes and the socket stand below the application's root (``<base_url>meet/``)."""
