"""Root 1: notebook-meet inside a Jupyter server."""

import logging
import os
import secrets
from contextlib import AsyncExitStack
from typing import Final

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from traitlets import TraitError
from typing_extensions import override

from notebook_meet._version import __version__
from notebook_meet_server.application import Place, bundle, origins, spare_collector, start
from notebook_meet_server.config import Meet
from notebook_meet_server.jupyter_login import JupyterLogin, on_jupyter
from notebook_meet_server.log_lines import join_logs
from notebook_meet_server.users_server import SERVICE_VARIABLE, hub_service, users_server
from notebook_meet_server.web.relay import HubService, RelayFront, relay_routes
from notebook_meet_server.web.routes import routes
from notebook_meet_server.web.site import Opening

log = logging.getLogger(__name__)

URL_VARIABLE: Final = "NOTEBOOK_MEET_SERVER_URL"
SECRET_VARIABLE: Final = "NOTEBOOK_MEET_SECRET"  # noqa: S105 (a variable's name)
PREFIX: Final = "/meet/"
PAGE_OPTION: Final = "notebookMeetService"
"""In JupyterLab's page: the path of the hub's service; empty where meetings live in this server."""

_EVERYWHERE: Final = {"": "127.0.0.1", "*": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Addresses to listen on that nobody can call, and what a kernel on this machine calls instead."""


def kernel_url(app: ServerApp) -> str | None:
    """The application's root as a kernel on this machine reaches it; None when the server listens on a file only."""
    if app.sock:
        return None
    host = _EVERYWHERE.get(app.ip, app.ip)
    authority = f"[{host}]:{app.port}" if ":" in host else f"{host}:{app.port}"
    return f"{'https' if app.certfile else 'http'}://{authority}{url_path_join(app.base_url, PREFIX)}"


def lab_page(app: ServerApp) -> str:
    """The path of this server's JupyterLab; empty where it has none."""
    return url_path_join(app.base_url, "lab") if "jupyterlab" in app.extension_manager.extension_apps else ""


def place(app: ServerApp, meet: Meet) -> Place:
    """Where the application runs."""
    return Place(
        root=url_path_join(app.base_url, PREFIX),
        name=app.sock or f"{app.port} {app.base_url}",
        public_url=url_path_join(meet.public_url, PREFIX) if meet.public_url else None,
        origins=origins(meet),
        kind="users_server" if users_server(os.environ) else "server",
    )


class NotebookMeetExtension(ExtensionApp):
    """Meetings below ``<base_url>meet/``. Jupyter calls the public methods and ``_start_…``."""

    name = "notebook_meet_server"
    version = __version__
    description = "Video meetings inside Jupyter notebooks."
    classes = [Meet]  # noqa: RUF012 (an instance attribute to traitlets' stubs)
    load_other_extensions = True

    _meet: Meet | None = None
    _wrong = ""
    _service: HubService | None = None
    _opening: Opening
    _running: AsyncExitStack | None = None
    _secret = ""

    @override
    def initialize_handlers(self) -> None:
        """Reads the settings and takes our addresses, before the server listens.

        Whoever calls before the start hears that the server is busy, not that it knows no notebook-meet.
        With a wrong setting there are no addresses, and the Jupyter server goes on without us.
        """
        self._opening = Opening()
        try:
            self._meet = Meet(parent=self)
            self._service = hub_service(os.environ)
        except (TraitError, ValueError) as error:  # ValueError: one argument too many
            self._wrong = str(error)
            return
        table = (relay_routes if self._service else routes)(PREFIX, self._opening)
        self.handlers.extend((pattern, on_jupyter(handler), kwargs) for pattern, handler, kwargs in table)

    @override
    async def _start_jupyter_server_extension(self, serverapp: ServerApp) -> None:
        """Builds and starts everything, or the way to the hub's service, and tells kernels where the server is.

        All this waits for Jupyter's loop to run, since only then the port is known, and with it who this
        server is among those that share the database. It does not wait for the database: calls do that.
        """
        join_logs(serverapp.log, self._meet.log_format if self._meet else "text")
        if self._meet is None:
            log.error("notebook-meet does not run, because a setting is wrong: %s", self._wrong[:256])
            return
        self._secret = secrets.token_urlsafe(32)
        where, login = place(serverapp, self._meet), JupyterLogin(self._secret)
        async with AsyncExitStack() as stack:
            if self._service is None:
                self._opening.front = start(self._meet, where, login, stack)
            else:
                self._opening.front = RelayFront(
                    root=where.root,
                    origins=where.origins,
                    authenticator=login,
                    assets=bundle(),
                    service=self._service,
                    lab=lab_page(serverapp),
                )
            self._running = stack.pop_all()
        self._tell_lab(serverapp)
        self._tell_kernels(serverapp)
        spare_collector()

    def _tell_lab(self, app: ServerApp) -> None:
        """Our part of JupyterLab finds here that it has a server, and where meetings live."""
        config = app.web_app.settings.setdefault("page_config_data", {})
        config[PAGE_OPTION] = self._service.path if self._service else ""

    def _tell_kernels(self, app: ServerApp) -> None:
        url = kernel_url(app)
        if url is None:
            log.warning(
                "notebook-meet: this server listens on a UNIX socket only. Its kernels cannot make or join meetings"
                " unless NOTEBOOK_MEET_SERVER names an address; browsers can."
            )
            return
        os.environ[URL_VARIABLE] = url
        os.environ[SECRET_VARIABLE] = self._secret
        if self._service is not None:
            os.environ[SERVICE_VARIABLE] = self._service.url

    @override
    async def stop_extension(self) -> None:
        """Says goodbye to everybody, lets other servers have the meetings, and closes the database."""
        if self._running is None:
            return
        if os.environ.get(SECRET_VARIABLE) == self._secret:
            del os.environ[SECRET_VARIABLE]
            os.environ.pop(URL_VARIABLE, None)
        running, self._running = self._running, None
        await running.aclose()

    @override
    def current_activity(self) -> bool:
        """Whether somebody is in a meeting: then Jupyter does not end itself for idleness."""
        site = self._opening.site
        return site is not None and bool(site.switchboard.live())
