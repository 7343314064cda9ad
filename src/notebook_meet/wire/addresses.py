"""Web addresses as browsers compare them. Pure text: nothing is looked up or contacted."""

from typing import Final
from urllib.parse import urlsplit

DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def origin_of(url: str) -> str:
    """Scheme, host and port, as a browser would put it into ``Origin`` (RFC 6454): a default port is left out."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = "" if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def seen_from(page: str | None, path: str, public_url: str | None) -> str:
    """The root of a hub's service as a page of a user's server names it: on a hub with subdomains it has another host.

    Args:
        page: address of the user's server as browsers reach it; "" or None when the hub does not say it.
        path: of the service's root, which holds where both share an origin.
        public_url: the service's root as it knows it itself; "" or None when it does not.

    Returns:
        The path, or the whole address where that has another origin than the page.
    """
    if not page or not public_url or origin_of(page) == origin_of(public_url):
        return path
    return public_url
