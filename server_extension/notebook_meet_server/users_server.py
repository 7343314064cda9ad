"""What a JupyterHub told a user's own server about the hub's meeting service, if it has one."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from notebook_meet_server.jupyter_login import KERNELS
from notebook_meet_server.web.relay import HubService

SERVICE_VARIABLE: Final = "NOTEBOOK_MEET_SERVICE"


class BadServiceAddress(ValueError):
    """``NOTEBOOK_MEET_SERVICE`` is no address; the text says what it should look like."""


def users_server(environ: Mapping[str, str]) -> bool:
    """Whether a hub has started this server, for one of its users."""
    return bool(environ.get("JUPYTERHUB_API_TOKEN") and environ.get("JUPYTERHUB_USER"))


def hub_service(environ: Mapping[str, str]) -> HubService | None:
    """The service that this server's meetings live in; None when they live in this server.

    Args:
        environ: as the hub set it: ``NOTEBOOK_MEET_SERVICE`` by the administrator's stanza, the rest by itself.
            An address without a path means the service ``meet`` of this hub.

    Raises:
        BadServiceAddress: it cannot be used as it is.
    """
    address = environ.get(SERVICE_VARIABLE, "").strip()
    if not address or not users_server(environ):
        return None
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadServiceAddress(
            f"{SERVICE_VARIABLE} must look like http://hub.example:8000 or http://hub.example:8000/services/meet/."
            " It is set in jupyterhub_config.py."
        )
    base = environ.get("JUPYTERHUB_BASE_URL", "").rstrip("/")
    path = f"{parts.path.rstrip('/') or f'{base}/services/meet'}/"
    return HubService(
        url=f"{parts.scheme}://{parts.netloc}{path}",
        path=path,
        token=environ["JUPYTERHUB_API_TOKEN"],
        callers=frozenset({KERNELS.id, f"user:{environ['JUPYTERHUB_USER']}"}),
        own_url=environ.get("JUPYTERHUB_PUBLIC_URL", ""),
    )
