"""Root 2: notebook-meet as a service of a JupyterHub: ``notebook-meet-service``, ``python -m notebook_meet_server.service``."""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application as WebApplication
from tornado.web import RequestHandler
from traitlets import Bool, TraitError, Unicode
from traitlets.config import Application
from typing_extensions import override

from notebook_meet._version import __version__
from notebook_meet_server.application import Place, origins, spare_collector, start
from notebook_meet_server.config import Meet
from notebook_meet_server.hub import HubLogin, hub_auth
from notebook_meet_server.hub_pages import Callback, Login, MetricsCall, on_hub
from notebook_meet_server.hub_place import HubPlace, SetUpWrong
from notebook_meet_server.log_lines import OURS, join_logs
from notebook_meet_server.rechecks import Rechecks
from notebook_meet_server.stanza import STANZA
from notebook_meet_server.switchboard.events import note
from notebook_meet_server.web.routes import routes
from notebook_meet_server.web.site import Opening

log = logging.getLogger(f"{OURS}.service")
"""Not by the module's name, which is another one when it is run as a program."""

NO_PORT: Final = """\
notebook-meet-service cannot listen on {host}:{port}: {why}.
Another one may still be running there, of this hub or of another one on this machine. End it, or give this service a port of
its own: the `url` of the service and NOTEBOOK_MEET_SERVICE, both in jupyterhub_config.py."""

STOPS: Final = (signal.SIGTERM, signal.SIGINT)
END_SECONDS: Final = 5.0
"""After the signal to stop the process is there no longer than this. JupyterHub 6 waits for 30 s before it kills a service."""
SAY_SECONDS: Final = 0.2
"""How much of that the log may take for saying so."""
HANG_UP_SECONDS: Final = 0.5
"""How long connections may take to be closed."""
CUT: Final = "Something hangs, so this service ends without waiting for it, %d s after it was told to stop. Nothing that was acknowledged is lost."

CALLS_AT_ONCE: Final = 100
"""Most calls to the hub at a time; as many as JupyterHub 6's own client allows."""


class MeetService(Application):
    """Meetings for everybody on a JupyterHub."""

    name = "notebook-meet-service"
    version = __version__
    description = __doc__ or ""
    classes = [Meet]  # noqa: RUF012 (an instance attribute to traitlets' stubs)
    aliases = {  # noqa: RUF012
        "config": "MeetService.config_file",
        "listen": "MeetService.listen",
        "log-level": "MeetService.log_level",
    }
    flags = {  # noqa: RUF012
        "print-config": (
            {"MeetService": {"print_config": True}},
            "Print the lines for jupyterhub_config.py, and do nothing else.",
        )
    }

    config_file = Unicode(help="A file with c.Meet settings.").tag(config=True)
    listen = Unicode(
        help="An address of this machine to listen at. Needed where the host in the service's `url` is none, as in Kubernetes."
    ).tag(config=True)
    print_config = Bool(False, help="Print the lines for jupyterhub_config.py.").tag(config=True)

    @override
    def initialize(self, argv: list[str] | None = None) -> None:
        """Reads the command line and the settings' file; the command line has the last word."""
        super().initialize(argv)
        if self.config_file:
            given, file = self.cli_config, Path(self.config_file).absolute()
            self.load_config_file(file.name, str(file.parent))
            self.update_config(given)

    @override
    def start(self) -> None:
        """Serves until it is told to stop.

        Raises:
            SystemExit: with words, when something is wrong with the settings.
        """
        if self.print_config:
            sys.stdout.write(STANZA)
            return
        try:
            place, meet = HubPlace.of(os.environ), Meet(parent=self)
        except (SetUpWrong, TraitError, ValueError) as wrong:
            raise SystemExit(str(wrong)) from None
        join_logs(self.log, meet.log_format)
        place = replace(place, host=self.listen or place.host)
        _run(self._serve(place, meet))

    async def _serve(self, hub: HubPlace, meet: Meet) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        heed(lambda: loop.call_soon_threadsafe(stop.set))
        sockets = listening(hub)
        async with AsyncExitStack() as last, AsyncExitStack() as stack:
            server = HTTPServer(opened(hub, meet, stack), xheaders=True)
            server.add_sockets(sockets)
            last.push_async_callback(hang_up, server)
            stack.callback(server.stop)
            spare_collector()
            runs_on = type(loop).__module__.partition(".")[0]
            note(
                log,
                "service_started",
                version=__version__,
                root=hub.root,
                host=hub.host,
                port=hub.port,
                loop=runs_on,
            )
            await stop.wait()
            note(log, "service_stops")


async def hang_up(server: HTTPServer) -> None:
    """Ends the connections that browsers and the hub's proxy keep open, when the calls on them have been answered."""
    # Not a time-out, which cancels: Tornado takes that for a fault of a handler, and goes on.
    await asyncio.wait([asyncio.ensure_future(server.close_all_connections())], timeout=HANG_UP_SECONDS)


def heed(stop: Callable[[], object]) -> None:
    """Has the signals that end the service call ``stop``, and ends the process 5 s after that, if it is still there then.

    A thread waits for them, since what hangs may be the event loop itself, as in writing to a log that nobody reads any more.
    All other threads block them, so this has to come before any of these is started.

    Args:
        stop: is called by that thread. A ``RuntimeError`` of it means that there is nothing to stop any more.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    threading.Thread(target=_end, args=(stop,), name="The end", daemon=True).start()


def _end(stop: Callable[[], object]) -> None:
    signal.sigwait(STOPS)
    with suppress(RuntimeError):
        stop()
    last_resort()


def last_resort(
    wait: Callable[[float], object] = time.sleep, end: Callable[[int], object] = os._exit
) -> None:
    """Ends the process in 5 s from now, if it is still there then.

    What the service waits for itself is over before. This is for what nothing bounds: a disk that hangs, a look-up of a name,
    a thread that does not come back. No acknowledged write is lost by it, as by no end of the process.

    Args:
        wait: ``time.sleep``, or a test's.
        end: ``os._exit``, or a test's.
    """
    wait(END_SECONDS - SAY_SECONDS)
    try:
        # What hangs may be the log itself.
        said = threading.Thread(target=log.error, args=(CUT, END_SECONDS), daemon=True)
        said.start()
        said.join(SAY_SECONDS)
    finally:
        end(1)


def listening(hub: HubPlace) -> list[socket.socket]:
    """The sockets to be called at; before anything else, so that a second service by mistake touches no database.

    Raises:
        SystemExit: somebody else has the port, or the machine has no such address; with words.
    """
    try:
        return bind_sockets(hub.port, hub.host)
    except OSError as error:
        raise SystemExit(NO_PORT.format(host=hub.host, port=hub.port, why=error.strerror)) from None


def opened(hub: HubPlace, meet: Meet, stack: AsyncExitStack) -> WebApplication:
    """Starts everything; ``stack`` ends it.

    Args:
        hub: what the hub said.
        meet: the settings.
        stack: ends what was started, in the opposite order.
    """
    login = HubLogin(hub_auth(hub), hub.root)
    public_url = _public_url(hub, meet)
    allowed = origins(meet, public_url or "", hub.hub_url)
    place = Place(
        root=hub.root,
        name=f"hub service {hub.port} {hub.root}",
        public_url=public_url,
        origins=replace(allowed, neighbours=hub.neighbours),
        kind="hub",
        lab=hub.lab,
    )
    site = start(meet, place, login, stack)
    opening = Opening(site)
    rechecks = Rechecks(login, site.switchboard, meet.recheck_seconds)
    rechecks.start()
    stack.push_async_callback(rechecks.stop)
    checking = asyncio.create_task(login.check(), name="notebook-meet checks the hub")
    stack.callback(checking.cancel)
    stack.callback(login.patience.end)
    own = [
        (f"{hub.root}login", Login, {"opening": opening}),
        (f"{hub.root}oauth_callback", Callback, {"opening": opening}),
        (f"{hub.root}metrics", MetricsCall, {"opening": opening}),
    ]
    table = [(pattern, on_hub(handler), kwargs) for pattern, handler, kwargs in routes(hub.root, opening)]
    # Whether a request needs the XSRF token depends on how its caller is known: the authenticator decides, not Tornado.
    return WebApplication(
        [*own, *table], cookie_secret=hub.cookie_secret, xsrf_cookies=False, log_function=_logged_by_us
    )


def _public_url(hub: HubPlace, meet: Meet) -> str | None:
    """The application's root as people reach it, as far as anybody said."""
    if hub.public_url:
        return f"{hub.public_url.rstrip('/')}/"
    if not meet.public_url:
        return None
    parts = urlsplit(meet.public_url)
    return f"{parts.scheme}://{parts.netloc}{hub.root}"


def _logged_by_us(handler: RequestHandler) -> None:
    """Nothing: ``Handler`` writes its own lines, without addresses; what no handler of ours answers is no news."""


def _run(serve: Coroutine[Any, Any, None]) -> None:
    """Runs the service, on uvloop where there is one: for this system and this Python."""
    new_event_loop: Callable[[], asyncio.AbstractEventLoop] | None = None
    with suppress(ImportError):
        import uvloop

        new_event_loop = uvloop.new_event_loop
    # Before JupyterHub 6 its client library calls the hub by this one, which lets 10 calls go at a time: fewer than a
    # look at everybody's rights makes, and those who log in meanwhile would stand in line behind it.
    AsyncHTTPClient.configure(None, max_clients=CALLS_AT_ONCE)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve)


main = MeetService.launch_instance

if __name__ == "__main__":
    main()
