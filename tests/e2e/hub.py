"""A real JupyterHub with its proxy, users' servers, and notebook-meet's service as the printed stanza sets it up."""

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import nbformat
from typing_extensions import override

from tests.e2e.frontends import LAB, SLOW
from tests.e2e.people import Person
from tests.jupyter import JupyterServer, free_port

PROXY = Path(__file__).parents[2] / "js" / "node_modules" / ".bin" / "configurable-http-proxy"
LAB_EXTENSION = PROXY.parents[2] / "labextension"
PASSWORD = "for-everybody"
CONFIG = """
import os, sys
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/home/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = [
    "--allow-root",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
c.Spawner.environment = {{"JUPYTER_PATH": "{folder}/jupyter"}}
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.JupyterHub.load_groups = {{"meeters": {{"users": {meeters}}}}}
c.JupyterHub.services = [{{"name": "tests", "api_token": "{token}"}}]
"""
ADMIN = """
c.JupyterHub.load_roles.append({"name": "tests", "services": ["tests"], "scopes": ["admin:groups", "groups"]})
"""


def printed_stanza() -> str:
    """What ``notebook-meet-service --print-config`` prints."""
    command = [sys.executable, "-m", "notebook_meet_server.service", "--print-config"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@dataclass
class Hub:
    """A running hub.

    Args:
        folder: everything that it writes.
        meeters: users in the group ``meeters``.
        changes: texts in the stanza, and what stands there instead.
        options: more of the service's command line.
    """

    folder: Path
    meeters: Sequence[str] = ()
    changes: dict[str, str] = field(default_factory=dict)
    options: Sequence[str] = ()
    port: int = field(default_factory=free_port)
    hub_port: int = field(default_factory=free_port)
    proxy_port: int = field(default_factory=free_port)
    service_port: int = field(default_factory=free_port)
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Ends in a slash."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def log(self) -> str:
        """Everything that hub, proxy, service and users' servers printed."""
        return (self.folder / "hub.log").read_text()

    def start(self) -> None:
        """Starts everything and waits until the service answers through the proxy.

        Raises:
            RuntimeError: it ended, or does not answer; the log's end is in the message.
        """
        (self.folder / "home").mkdir(exist_ok=True)
        extensions = self.folder / "jupyter" / "labextensions"
        if (
            not extensions.exists()
        ):  # where an installed wheel would have put it, which an editable install may not
            extensions.mkdir(parents=True)
            (extensions / "notebook-meet").symlink_to(LAB_EXTENSION)
        (self.folder / "jupyterhub_config.py").write_text(self._config())
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "JPY_", "NOTEBOOK_MEET", "CONFIGPROXY"))
        }
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
        own = {"PATH": path, "JUPYTER_PREFER_ENV_PATH": "1", "HOME": str(self.folder / "home")}
        with (self.folder / "hub.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", "jupyterhub_config.py"],
                cwd=self.folder,
                env={**kept, **own, "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16)},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        deadline = time.monotonic() + 90
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the hub did not start:\n{self.log[-3000:]}")
            time.sleep(0.2)

    def _config(self) -> str:
        stanza = printed_stanza()
        numbers = {":8000/": f":{self.port}/", ":10181": f":{self.service_port}"}
        own = (f"--Meet.database={self.folder}/meet.sqlite3", "--Meet.recheck_seconds=1", *self.options)
        command = json.dumps(["notebook-meet-service", *own])
        for before, after in {**numbers, '["notebook-meet-service"]': command, **self.changes}.items():
            assert before in stanza, before
            stanza = stanza.replace(before, after)
        head = CONFIG.format(
            port=self.port,
            hub_port=self.hub_port,
            proxy_port=self.proxy_port,
            folder=self.folder,
            proxy=PROXY,
            password=PASSWORD,
            meeters=list(self.meeters),
            token=self.token,
        )
        return f"{head}\n{stanza}\n{ADMIN}"

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}services/meet/api/about", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """Ends the hub, which ends its proxy, service and servers; whatever is left after 20 s is killed."""
        if self.process is None:
            return
        ours = self._processes()
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)
        for pid in ours:
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue  # it ended with the hub

    def _processes(self) -> list[int]:
        """Everything that was started from here and still runs: users' servers have sessions of their own."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                text = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            except OSError:
                continue  # it has just ended, or is not ours
            if str(self.folder).encode() in text and int(process.name) != os.getpid():
                found.append(int(process.name))
        return found

    def put_out_of_group(self, name: str) -> None:
        """Takes a user out of ``meeters``, as an administrator would."""
        request = urllib.request.Request(
            f"{self.url}hub/api/groups/meeters/users",
            data=json.dumps({"users": [name]}).encode(),
            method="DELETE",
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200

    def notebook(self, user: str, *cells: str) -> None:
        """Writes ``meet.ipynb`` into a user's home."""
        document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        document.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        home = self.folder / "home" / user
        home.mkdir(parents=True, exist_ok=True)
        nbformat.write(document, home / "meet.ipynb")


class HubPerson(Person):
    """A user of a hub: the name in lower case is the user's."""

    @property
    def user(self) -> str:
        return self.name.lower()

    @override
    def log_in(self) -> None:
        """Logs in to the hub, where the hub's form is open already or at its own page."""
        if "/hub/login" not in self.page.url:
            self.page.goto(f"{self.server.url}hub/login?next=/hub/home")
        self.page.locator("#username_input").fill(self.user)
        self.page.locator("#password_input").fill(PASSWORD)
        self.page.locator("#login_submit").click()

    @override
    def open_lab(self, notebook: str) -> None:
        """Opens a notebook in the user's own server, which the hub starts first."""
        self.page.goto(f"{self.server.url}hub/spawn/{self.user}?next=/user/{self.user}/lab/tree/{notebook}")
        self.page.wait_for_url(f"**/user/{self.user}/lab/**", timeout=2 * SLOW)
        LAB.wait(self.page)


def as_server(hub: Hub) -> JupyterServer:
    """The hub, where a person's server is asked for."""
    return cast("Any", hub)


@contextmanager
def running_hub(hub: Hub) -> Iterator[Hub]:
    """The hub, started; ended when the block is left."""
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()
