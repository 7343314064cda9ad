"""What a hub tells its service: by the environment that it starts it with, or an administrator who starts it instead."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from notebook_meet_server.rules.origin import Origin, parse_origin
from notebook_meet_server.web.relay import OWN_LAB

MISSING: Final = """\
notebook-meet-service is started by a JupyterHub, which tells it the rest, and {missing} is not set.
For a hub that starts it, add the lines of

    notebook-meet-service --print-config

to jupyterhub_config.py. A service that you start yourself needs in its environment

{needed}

and on a hub with subdomains also JUPYTERHUB_HOST and JUPYTERHUB_PUBLIC_URL, the addresses of the hub and of the service."""
NEEDED: Final = {
    "JUPYTERHUB_API_TOKEN": "the `api_token` that stands in place of `command` in the printed lines",
    "JUPYTERHUB_API_URL": "the hub's REST API, like http://127.0.0.1:8081/hub/api",
    "JUPYTERHUB_SERVICE_PREFIX": "/services/meet/, behind the hub's base URL if it has one",
    "JUPYTERHUB_SERVICE_URL": "where to listen: the `url` of the printed lines, like http://127.0.0.1:10181",
}
"""What must be set, and to what."""


class SetUpWrong(Exception):
    """The service cannot start; the text says what to do."""


@dataclass(frozen=True, slots=True)
class HubPlace:
    """What a hub tells its service.

    Args:
        root: path of the application's root, with a slash at both ends.
        host: to listen on.
        port: to listen on.
        api_url: the hub's REST API.
        api_token: the service's own.
        client_id: by which the hub's login knows the service.
        callback: where that login sends people back to: a path, or an address on a hub with subdomains.
        hub_host: the hub as people reach it, without a path; "" where it has the service's host.
        hub_prefix: path of the hub's own pages.
        scope: what a token must be good for to get in.
        public_url: the root as people reach it; None when the hub does not know.
        hub_url: the hub as people reach it; "" when it does not know.
        lab: what leads to a meeting in a user's own JupyterLab: see ``Residence.lab``.
        neighbours: the hub's origin where users' servers have subdomains of it; None where all share one origin.
    """

    root: str
    host: str
    port: int
    api_url: str
    api_token: str = field(repr=False)
    client_id: str
    callback: str
    hub_host: str
    hub_prefix: str
    scope: str
    public_url: str | None = None
    hub_url: str = ""
    lab: str = ""
    neighbours: Origin | None = None

    @property
    def cookie_secret(self) -> bytes:
        """Signs the login's cookie: the same again when the service is started again with the same token."""
        return hashlib.sha256(f"notebook-meet cookies {self.api_token}".encode()).digest()

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "HubPlace":
        """Reads the environment.

        Raises:
            SetUpWrong: something is missing, or is no address.
        """
        for name in NEEDED:
            if not environ.get(name):
                raise SetUpWrong(MISSING.format(missing=name, needed=_each_needed()))
        host, port = _listening(environ["JUPYTERHUB_SERVICE_URL"])
        root = f"/{environ['JUPYTERHUB_SERVICE_PREFIX'].strip('/')}/"
        service = environ.get("JUPYTERHUB_SERVICE_NAME") or root.split("/")[-2]
        public_url = environ.get("JUPYTERHUB_PUBLIC_URL") or None
        hub_host, hub_prefix = environ.get("JUPYTERHUB_HOST", "").rstrip("/"), _hub_prefix(environ)
        neighbours = _neighbours(public_url, hub_host)
        home = public_url if public_url and neighbours else root
        return cls(
            root=root,
            host=host,
            port=port,
            api_url=environ["JUPYTERHUB_API_URL"],
            api_token=environ["JUPYTERHUB_API_TOKEN"],
            client_id=environ.get("JUPYTERHUB_CLIENT_ID") or f"service-{service}",
            callback=environ.get("JUPYTERHUB_OAUTH_CALLBACK_URL") or f"{home}oauth_callback",
            hub_host=hub_host,
            hub_prefix=hub_prefix,
            scope=f"access:services!service={service}",
            public_url=public_url,
            hub_url=environ.get("JUPYTERHUB_PUBLIC_HUB_URL", ""),
            lab=f"{hub_host}{hub_prefix}user-redirect{OWN_LAB}",
            neighbours=neighbours,
        )


def _each_needed() -> str:
    width = max(map(len, NEEDED))
    return "\n".join(f"    {name:{width}}  {value}" for name, value in NEEDED.items())


def _listening(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port:
        raise SetUpWrong(
            "JUPYTERHUB_SERVICE_URL must name host and port, like http://127.0.0.1:10181: give the service a `url`"
            " in jupyterhub_config.py."
        )
    return host, port


def _hub_prefix(environ: Mapping[str, str]) -> str:
    """As the hub says it, or as it shows in the address of the hub's API."""
    if base := environ.get("JUPYTERHUB_BASE_URL"):
        return f"{base.rstrip('/')}/hub/"
    return f"{urlsplit(environ['JUPYTERHUB_API_URL']).path.rstrip('/').removesuffix('/api')}/"


def _neighbours(public_url: str | None, hub_host: str) -> Origin | None:
    """With ``c.JupyterHub.subdomain_host`` the service has a host beside the hub's, and so has each user."""
    own, hub = urlsplit(public_url or ""), parse_origin(hub_host)
    return hub if hub is not None and own.hostname not in (None, hub.host) else None
