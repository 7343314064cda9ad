"""Finds the Jupyter server that this kernel belongs to.

In this order, and the first that names a server wins:

1. ``server=`` and ``token=``,
2. ``NOTEBOOK_MEET_SERVER`` and ``NOTEBOOK_MEET_TOKEN``: what a person sets,
3. ``NOTEBOOK_MEET_SERVER_URL`` and ``NOTEBOOK_MEET_SECRET``: what the server extension gives to its kernels, on a
   hub with the service also that one's address,
4. ``<runtime folder>/jpserver-$JPY_PARENT_PID.json``: what the server that started this kernel wrote down.

Credentials go to the server that they were given with, and to no other.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

import msgspec

from notebook_meet.errors import ServerNotFound
from notebook_meet.links import is_loopback, names_one_of, path_of, split_web_address
from notebook_meet.wire.addresses import origin_of, seen_from
from notebook_meet.wire.version import API_PREFIX

_log = logging.getLogger(__name__)

_APP = "meet"
_PAGES = ("lab", "tree", "notebooks", "nbclassic", _APP)
"""First path segments of pages below a Jupyter base URL, cut off a pasted address."""
_ANY_ADDRESS = ("", "0.0.0.0", "::", "*")  # noqa: S104 (nothing is bound here)


class _RunningServer(msgspec.Struct):
    """What Jupyter Server writes down while it runs (``jupyter_server.serverapp.ServerApp.server_info``)."""

    port: int
    hostname: str = ""
    base_url: str = "/"
    secure: bool = False
    sock: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """A server and the right to talk to it.

    Args:
        base_url: the Jupyter server's address, ending in ``/``.
        authorization: value of the ``Authorization`` header; "" for none.
        service: where the meetings live, ending in ``/``, when that is a hub's service; "" for this server itself.
        page: this server as browsers reach it, as far as a hub says it.
    """

    base_url: str
    authorization: str = field(default="", repr=False)
    service: str = ""
    page: str = ""

    @property
    def root(self) -> str:
        """The application's address, ending in ``/``."""
        return f"{self.base_url}{_APP}/"

    @property
    def socket_root(self) -> str:
        """The address of the application that holds the live meetings, ending in ``/``."""
        return self.service or self.root

    @property
    def socket_url(self) -> str:
        """The WebSocket's address."""
        scheme, _, rest = self.socket_root.partition(":")
        return f"{'wss' if scheme == 'https' else 'ws'}:{rest}{API_PREFIX}/socket"

    def public_root(self, page_origin: str | None) -> str:
        """The application's root as people reach it, where no public address is set; ends in ``/``.

        Args:
            page_origin: the origin of a page in which people see this server's notebooks; None when nobody has said it.
        """
        return f"{page_origin}{path_of(self.socket_root)}" if page_origin else self.socket_root

    def service_page(self, public_url: str) -> str:
        """The service's root for a page of this server: a path, or an address on a hub with subdomains; "" for none.

        Args:
            public_url: the service's address as it knows it; "" when it does not.
        """
        return seen_from(self.page, path_of(self.service), public_url) if self.service else ""

    @property
    def origin(self) -> str:
        """What to send as ``Origin``: the server's own."""
        return origin_of(self.socket_root)

    @property
    def checks_socket_certificate(self) -> bool:
        """As ``checks_certificate``, for the socket."""
        return not is_loopback(self.socket_root)

    @property
    def checks_certificate(self) -> bool:
        """False on this very machine: the certificate is made out to the server's public name, and nobody is in between."""
        return not is_loopback(self.base_url)


def find_server(
    server: str | None = None, token: str | None = None, *, environ: Mapping[str, str], runtime_dir: Path
) -> Server:
    """The server to use.

    Args:
        server: address of a Jupyter server, also with ``?token=``; None to search.
        token: that server's token.
        environ: the process's environment.
        runtime_dir: Jupyter's runtime folder.

    Raises:
        ServerNotFound: there is none, or what names one is no http(s) address.
    """
    if server:
        return _named(server, token, environ, runtime_dir)
    if token:
        raise ServerNotFound(
            "A token was given without the server it belongs to. Pass server='http://…', too."
        )
    found = _from_environment(environ) or _from_runtime_file(environ, runtime_dir)
    if found is None:
        raise ServerNotFound
    return found


def _named(server: str, token: str | None, environ: Mapping[str, str], runtime_dir: Path) -> Server:
    base_url, own_token = _base_url(server)
    token = token or own_token
    if token:
        return Server(base_url, f"token {token}")
    for known in (_from_environment(environ), _from_runtime_file(environ, runtime_dir)):
        if known is not None and names_one_of(base_url, [known.base_url]):
            return known
    return Server(base_url)


def _from_environment(environ: Mapping[str, str]) -> Server | None:
    if named := environ.get("NOTEBOOK_MEET_SERVER"):
        base_url, own_token = _base_url(named)
        token = environ.get("NOTEBOOK_MEET_TOKEN") or own_token
        return Server(base_url, f"token {token}" if token else "")
    root, secret = environ.get("NOTEBOOK_MEET_SERVER_URL"), environ.get("NOTEBOOK_MEET_SECRET")
    if root and secret:
        # As the extension wrote it: a base URL may well have a part named like one of Jupyter's pages.
        own = root.removesuffix("meet/")
        service, page = environ.get("NOTEBOOK_MEET_SERVICE", ""), environ.get("JUPYTERHUB_PUBLIC_URL", "")
        on_hub = bool(service and environ.get("JUPYTERHUB_USER"))
        return Server(own, f"notebook-meet {secret}", *((service, page) if on_hub else ()))
    return None


def _from_runtime_file(environ: Mapping[str, str], runtime_dir: Path) -> Server | None:
    """The server that started this kernel, from the file that Jupyter Server keeps while it runs."""
    pid = environ.get("JPY_PARENT_PID", "")
    if not pid.isdecimal():
        return None
    file = runtime_dir / f"jpserver-{pid}.json"
    try:
        info = msgspec.json.decode(file.read_bytes(), type=_RunningServer)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        _log.warning("%s cannot be used to find the Jupyter server: %s", file.name, type(error).__name__)
        return None
    if info.sock:
        _log.warning("%s names a unix socket, which kernels cannot use", file.name)
        return None
    return Server(_local_url(info), f"token {info.token}" if info.token else "")


def _local_url(info: _RunningServer) -> str:
    """The address as this machine reaches it. (The file's own ``url`` may name 0.0.0.0 or a public name.)"""
    host = "127.0.0.1" if info.hostname in _ANY_ADDRESS else info.hostname
    host = f"[{host}]" if ":" in host else host
    return f"{'https' if info.secure else 'http'}://{host}:{info.port}{info.base_url.rstrip('/')}/"


def _base_url(address: str) -> tuple[str, str]:
    """A Jupyter base URL ending in ``/`` and the token, from an address as a person copies it out of a browser or a log.

    Raises:
        ServerNotFound: not an http(s) address.
    """
    parts = split_web_address(address.strip())
    if parts is None:
        raise ServerNotFound(
            "The server's address must look like http://host:8888/ or https://host/user/name/."
        )
    segments = [segment for segment in parts.path.split("/") if segment]
    for index, segment in enumerate(segments):
        if segment in _PAGES:
            segments = segments[:index]
            break
    path = "".join(f"{segment}/" for segment in segments)
    return f"{parts.scheme}://{parts.netloc}/{path}", parse_qs(parts.query).get("token", [""])[0]
