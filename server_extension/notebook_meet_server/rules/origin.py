"""Which web sites' pages may talk to this server."""

import re
from dataclasses import dataclass
from typing import Protocol

from notebook_meet.wire.addresses import DEFAULT_PORTS

_HOST = r"(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::([0-9]{1,5}))?"
_ORIGIN = re.compile(rf"(https?)://{_HOST}", re.IGNORECASE | re.ASCII)
_AUTHORITY = re.compile(_HOST, re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port (RFC 6454), in lower case and with the port always given."""

    scheme: str
    host: str
    port: int


def parse_origin(text: str) -> Origin | None:
    """An origin as a browser writes it; None for anything else.

    ``null``, user names, paths, a trailing dot, white space and letters outside ASCII are all refused:
    no browser sends them for a page that may talk to us.
    """
    match = _ORIGIN.fullmatch(text)
    if match is None:
        return None
    scheme = match[1].lower()
    return Origin(scheme, match[2].lower(), int(match[3] or DEFAULT_PORTS[scheme]))


def is_authority(text: str) -> bool:
    """Whether this is a plain ``host`` or ``host:port``, safe to write into a header."""
    return _AUTHORITY.fullmatch(text) is not None


def same_host(origin: Origin, host_header: str, *, secure: bool = False) -> bool:
    """Whether an origin names the host that a request was sent to.

    Behind a proxy that ends TLS the server may not know that there is TLS; where it knows, a page without
    TLS is another site. A ``Host`` without a port means the default port of the origin's scheme.

    Args:
        origin: of the page that asks.
        host_header: the request's ``Host`` header.
        secure: whether the request is known to have come by TLS.
    """
    if secure and origin.scheme != "https":
        return False
    match = _AUTHORITY.fullmatch(host_header)
    if match is None:
        return False
    port = int(match[2] or DEFAULT_PORTS[origin.scheme])
    return (match[1].lower(), port) == (origin.host, origin.port)


class OriginRule(Protocol):
    """``Origins.allows``, or ``Origins.allow_socket``."""

    def __call__(self, origin: str, host_header: str, *, secure: bool = False) -> bool: ...


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins allowed besides a request's own host, compared in full.

    Args:
        allowed: whose pages may call.
        neighbours: on a hub whose users have subdomains, the hub: pages of those may open sockets, and no more.
    """

    allowed: frozenset[Origin] = frozenset()
    neighbours: Origin | None = None

    def allows(self, origin: str, host_header: str, *, secure: bool = False) -> bool:
        """Whether a request may be served.

        Args:
            origin: its ``Origin`` header.
            host_header: its ``Host`` header; empty when there is none.
            secure: whether it is known to have come by TLS.
        """
        parsed = parse_origin(origin)
        return parsed is not None and (
            parsed in self.allowed or same_host(parsed, host_header, secure=secure)
        )

    def allow_socket(self, origin: str, host_header: str, *, secure: bool = False) -> bool:
        """Whether a socket may be opened. Arguments as those of ``allows``.

        A socket brings no right along, it has to present an admission: so a user's cell on a host of its own may
        open one, as it may on a hub where all share one host.
        """
        if self.allows(origin, host_header, secure=secure):
            return True
        parsed = parse_origin(origin)
        return parsed is not None and self.neighbours is not None and is_below(parsed, self.neighbours)


def is_below(origin: Origin, hub: Origin) -> bool:
    """Whether an origin's host is below the hub's, however deep, with the hub's scheme and port.

    JupyterHub's own hooks put users one label below (``jupyterhub.utils.subdomain_hook_idna`` and ``…_legacy``), and a
    ``c.JupyterHub.subdomain_hook`` of the administrator's anywhere. Deeper hosts are let in for the same reason as those
    one label below: pages there are written by people of the hub, of whom nobody is trusted, so a socket stands for
    nothing until it presents an admission, which no page of another origin can ask for. Whoever has a page one label
    below gains nothing by one at a deeper host; and all these names are given out by who owns the hub's domain.
    """
    above = f".{hub.host}"
    return origin.host.endswith(above) and (origin.scheme, origin.port) == (hub.scheme, hub.port)
