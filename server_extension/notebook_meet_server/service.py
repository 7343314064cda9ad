"""Root 2: notebook-meet as a service of a JupyterHub: ``notebook-meet-service``, ``python -m notebook_meet_server.service``."""

import asyncio
import hashlib
import os
import signal
import sys
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.web import Application as WebApplication
from tornado.web import RequestHandler
from traitlets import Bool, TraitError, Unicode
from traitlets.config import Application
from typing_extensions import override

from notebook_meet._version import __version__
from notebook_meet_server.application import Place, join_logs, origins, spare_collector, start
from notebook_meet_server.config import Meet
from notebook_meet_server.hub import Callback, HubLogin, Login, hub_auth, on_hub
from notebook_meet_server.rechecks import Rechecks
from notebook_meet_server.stanza import STANZA
from notebook_meet_server.web.relay import OWN_LAB
from notebook_meet_server.web.routes import routes
from notebook_meet_server.web.site import Opening

MISSING: Final = """\
notebook-meet-service is started by a JupyterHub, which tells it the rest, and {missing} is not set.
For a hub that starts it, add the lines of

    notebook-meet-service --print-config

to jupyterhub_config.py. A service that you start yourself needs {needed}: see docs/howto/jupyterhub.md."""
NEEDED: Final = (
    "JUPYTERHUB_API_TOKEN",
    "JUPYTERHUB_API_URL",
    "JUPYTERHUB_SERVICE_PREFIX",
    "JUPYTERHUB_SERVICE_URL",
)


class SetUpWrong(Exception):
    """The service cannot start; the text says what to do."""


@dataclass(frozen=True, slots=True)
class HubPlace:
    """What a hub tells its service.

    Args:
        root: path of the application's root, with a slash at both ends.
        host: to listen on.
        port: to listen on.
        public_url: the root as people reach it; None when the hub does not know.
        lab: what leads to a meeting in a user's own JupyterLab: see ``Residence.lab``.
        cookie_secret: signs the login's cookie; the same again when the service is started again.
    """

    root: str
    host: str
    port: int
    public_url: str | None
    lab: str
    cookie_secret: bytes

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "HubPlace":
        """Reads the environment.

        Raises:
            SetUpWrong: something is missing, or is no address.
        """
        for name in NEEDED:
            if not environ.get(name):
                raise SetUpWrong(MISSING.format(missing=name, needed=", ".join(NEEDED)))
        listen = urlsplit(environ["JUPYTERHUB_SERVICE_URL"])
        try:
            host, port = listen.hostname, listen.port
        except ValueError:
            host = port = None
        if not host or not port:
            raise SetUpWrong(
                "JUPYTERHUB_SERVICE_URL must name host and port, like http://127.0.0.1:10181: give the service a `url`"
                " in jupyterhub_config.py."
            )
        secret = hashlib.sha256(f"notebook-meet cookies {environ['JUPYTERHUB_API_TOKEN']}".encode()).digest()
        root = f"/{environ['JUPYTERHUB_SERVICE_PREFIX'].strip('/')}/"
        hub = f"{environ.get('JUPYTERHUB_HOST', '').rstrip('/')}/{environ.get('JUPYTERHUB_BASE_URL', '').strip('/')}"
        lab = f"{hub.rstrip('/')}/hub/user-redirect{OWN_LAB}"
        return cls(root, host, port, environ.get("JUPYTERHUB_PUBLIC_URL") or None, lab, secret)


class MeetService(Application):
    """Meetings for everybody on a JupyterHub."""

    name = "notebook-meet-service"
    version = __version__
    description = __doc__ or ""
    classes = [Meet]  # noqa: RUF012 (an instance attribute to traitlets' stubs)
    aliases = {  # noqa: RUF012
        "config": "MeetService.config_file",
        "log-level": "MeetService.log_level",
    }
    flags = {  # noqa: RUF012
        "print-config": (
            {"MeetService": {"print_config": True}},
            "Print the lines for jupyterhub_config.py, and do nothing else.",
        )
    }

    config_file = Unicode(help="A file with c.Meet settings.").tag(config=True)
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
        join_logs(self.log)
        try:
            place, meet = HubPlace.of(os.environ), Meet(parent=self)
        except (SetUpWrong, TraitError, ValueError) as wrong:
            raise SystemExit(str(wrong)) from None
        _run(self._serve(place, meet))

    async def _serve(self, hub: HubPlace, meet: Meet) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        async with AsyncExitStack() as stack:
            application = opened(hub, meet, stack)
            server = HTTPServer(application, xheaders=True)
            server.listen(hub.port, hub.host)
            stack.callback(server.stop)
            spare_collector()
            self.log.info("notebook-meet %s serves %s on %s:%d", __version__, hub.root, hub.host, hub.port)
            await stop.wait()
            self.log.info("notebook-meet stops")


def opened(hub: HubPlace, meet: Meet, stack: AsyncExitStack) -> WebApplication:
    """Starts everything; ``stack`` ends it.

    Args:
        hub: what the hub said.
        meet: the settings.
        stack: ends what was started, in the opposite order.
    """
    login = HubLogin(hub_auth(), hub.root)
    public_url = _public_url(hub, meet)
    place = Place(
        root=hub.root,
        name=f"hub service {hub.root}",
        public_url=public_url,
        origins=origins(meet, public_url or "", os.environ.get("JUPYTERHUB_PUBLIC_HUB_URL", "")),
        kind="hub",
        lab=hub.lab,
    )
    site = start(meet, place, login, stack)
    opening = Opening(site)
    rechecks = Rechecks(login, site.switchboard, meet.recheck_seconds)
    rechecks.start()
    stack.push_async_callback(rechecks.stop)
    own = [
        (f"{hub.root}login", Login, {"opening": opening}),
        (f"{hub.root}oauth_callback", Callback, {"opening": opening}),
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
    """Runs the service, on uvloop where that is installed."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        new_event_loop = None
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve)


main = MeetService.launch_instance

if __name__ == "__main__":
    main()
