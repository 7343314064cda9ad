"""Root 1: notebook-meet inside a Jupyter server."""

import gc
import hashlib
import logging
import os
import secrets
import socket
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from traitlets import TraitError
from typing_extensions import override

import notebook_meet.wire
from notebook_meet._version import __version__
from notebook_meet_server.config import Meet
from notebook_meet_server.jupyter_login import JupyterLogin, on_jupyter
from notebook_meet_server.meetings import Caretaker, Meetings
from notebook_meet_server.rules.origin import Origins, parse_origin
from notebook_meet_server.rules.settings import Settings
from notebook_meet_server.store.passcodes import PasscodeHasher
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.store.thread import StoreThread
from notebook_meet_server.switchboard import Environment, RandomIds, Switchboard, SystemClock
from notebook_meet_server.web.assets import Assets
from notebook_meet_server.web.routes import routes
from notebook_meet_server.web.site import Opening, Site

log = logging.getLogger(__name__)

URL_VARIABLE: Final = "NOTEBOOK_MEET_SERVER_URL"
SECRET_VARIABLE: Final = "NOTEBOOK_MEET_SECRET"  # noqa: S105 (a variable's name)
PREFIX: Final = "/meet/"

BUNDLE: Final = Path(notebook_meet.wire.__file__).parent.parent / "static"
_FILES: Final = Path(__file__).parent / "web" / "files"
_EVERYWHERE: Final = {"": "127.0.0.1", "*": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Addresses to listen on that nobody can call, and what a kernel on this machine calls instead."""


def kernel_url(app: ServerApp) -> str | None:
    """The application's root as a kernel on this machine reaches it; None when the server listens on a file only."""
    if app.sock:
        return None
    host = _EVERYWHERE.get(app.ip, app.ip)
    authority = f"[{host}]:{app.port}" if ":" in host else f"{host}:{app.port}"
    return f"{'https' if app.certfile else 'http'}://{authority}{url_path_join(app.base_url, PREFIX)}"


def server_id(app: ServerApp) -> str:
    """Names this server in the database: the same again after a crash, so that it takes its meetings over at once."""
    place = app.sock or f"{app.port} {app.base_url}"
    return hashlib.sha256(f"{socket.gethostname()} {place}".encode()).hexdigest()[:32]


def origins(meet: Meet) -> Origins:
    """The origins that the settings allow."""
    public = urlsplit(meet.public_url)
    texts = [*meet.allow_origins, *([f"{public.scheme}://{public.netloc}"] if meet.public_url else [])]
    return Origins(frozenset(filter(None, map(parse_origin, texts))))


class NotebookMeetExtension(ExtensionApp):
    """Meetings below ``<base_url>meet/``. Jupyter calls the public methods and ``_start_…``."""

    name = "notebook_meet_server"
    version = __version__
    description = "Video meetings inside Jupyter notebooks."
    classes = [Meet]  # noqa: RUF012 (an instance attribute to traitlets' stubs)
    load_other_extensions = True

    _meet: Meet | None = None
    _wrong = ""
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
        except (TraitError, ValueError) as error:  # ValueError: one argument too many
            self._wrong = str(error)
            return
        table = routes(PREFIX, self._opening)
        self.handlers.extend((pattern, on_jupyter(handler), kwargs) for pattern, handler, kwargs in table)

    @override
    async def _start_jupyter_server_extension(self, serverapp: ServerApp) -> None:
        """Builds and starts everything, and tells kernels where the server is.

        All this waits for Jupyter's loop to run, since only then the port is known, and with it who this
        server is among those that share the database. It does not wait for the database: calls do that.
        """
        _join_logs(serverapp.log)
        if self._meet is None:
            log.error("notebook-meet does not run, because a setting is wrong: %s", self._wrong[:256])
            return
        self._secret = secrets.token_urlsafe(32)
        async with AsyncExitStack() as stack:
            self._opening.site = self._started(serverapp, self._meet, stack)
            self._running = stack.pop_all()
        self._tell_kernels(serverapp)
        spare_collector()

    def _started(self, app: ServerApp, meet: Meet, stack: AsyncExitStack) -> Site:
        """Everything behind the handlers; ``stack`` ends it in the opposite order.

        The caretaker's first round opens the database. While that fails each call tries again.
        """
        store, hasher = SqlStore(meet.database_path), PasscodeHasher()
        thread = StoreThread(store)
        env = Environment(store, thread, settings_of(app, meet), SystemClock(), RandomIds())
        switchboard = Switchboard(env)
        caretaker = Caretaker(env, switchboard)
        thread.start()
        stack.push_async_callback(thread.stop)
        hasher.start()
        stack.push_async_callback(hasher.stop)
        caretaker.start()
        stack.push_async_callback(caretaker.stop)
        switchboard.start()
        stack.push_async_callback(switchboard.shutdown)
        return Site(
            root=url_path_join(app.base_url, PREFIX),
            public_url=url_path_join(meet.public_url, PREFIX) if meet.public_url else None,
            origins=origins(meet),
            authenticator=JupyterLogin(self._secret),
            meetings=Meetings(env, hasher, switchboard),
            switchboard=switchboard,
            assets=Assets(BUNDLE, _FILES),
        )

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


def spare_collector() -> None:
    """Takes what is loaded by now, which stays anyway, out of Python's full garbage collections.

    A Jupyter server holds about 250,000 such objects. With a thousand people in meetings each collection stopped
    everybody's messages for 200 ms (``benchmarks/idle.py``), most of it for these.
    """
    gc.collect()
    gc.freeze()


def _join_logs(log: logging.Logger) -> None:
    """Makes what the extension logs appear in Jupyter's log."""
    own = logging.getLogger("notebook_meet_server")
    own.parent = log
    own.setLevel(log.level)


def settings_of(app: ServerApp, meet: Meet) -> Settings:
    """The settings as plain data, with the name of this server."""
    return Settings(
        server_id=server_id(app),
        default_role=meet.default_role,
        max_seats=meet.max_seats,
        mesh_video=meet.mesh_video,
        ice_servers=meet.ice,
        clean_up_at=meet.clean_up_time,
        unused_seconds=meet.unused_seconds,
    )
