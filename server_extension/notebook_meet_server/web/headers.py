"""The headers that every reply carries."""

from collections.abc import Mapping
from typing import Final

from notebook_meet_server.rules.origin import is_authority

_OWN = ("camera", "microphone", "display-capture")
_NOBODY = (
    "accelerometer",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS: Final = ", ".join([*(f"{name}=(self)" for name in _OWN), *(f"{name}=()" for name in _NOBODY)])

EVERY_REPLY: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_policy(host: str) -> str:
    """The page's Content-Security-Policy: scripts and styles are files of ours, and nothing is evaluated.

    Args:
        host: the request's ``Host`` header. Browsers that follow CSP 2 do not count ``wss:`` as part of
            ``'self'``, so the socket's address is spelled out; a strange ``Host`` is left out.
    """
    sockets = f" ws://{host} wss://{host}" if is_authority(host) else ""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            f"connect-src 'self'{sockets}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )
