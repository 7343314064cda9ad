"""A real JupyterHub with its proxy, users' servers, and notebook-meet's service as the printed stanza sets it up."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

import nbformat

from tests.e2e.hub_config import ADMIN, APART, CONFIG, PASSWORD, install_lab_extension
from tests.e2e.secrets_scan import Secrets
from tests.jupyter import free_port

PROXY = Path(__file__).parents[2] / "js" / "node_modules" / ".bin" / "configurable-http-proxy"


def printed_stanza() -> str:
    """What ``notebook-meet-service --print-config`` prints."""
    command = [sys.executable, "-m", "notebook_meet_server.service", "--print-config"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@dataclass
class Hub:
    """A running hub.

    Args:
        folder: everything that it writes.
        meeters: users in the group ``meeters``. The hub knows them before they come.
        changes: texts in the stanza, and what stands there instead.
        host: of a hub with subdomains, whose proxy and service are started beside it and outlive it; "" for the usual.
        base: its base URL.
        options: more of the service's command line.
        recheck_seconds: how often the service asks the hub for people's rights.
        service: whether there is one; without, meetings live on users' own servers.
    """

    folder: Path
    meeters: Sequence[str] = ()
    changes: dict[str, str] = field(default_factory=dict)
    host: str = ""
    base: str = "/"
    options: Sequence[str] = ()
    recheck_seconds: int = 1
    service: bool = True
    port: int = field(default_factory=free_port)
    hub_port: int = field(default_factory=free_port)
    proxy_port: int = field(default_factory=free_port)
    service_port: int = field(default_factory=free_port)
    token: str = field(default_factory=lambda: token_hex(16))
    running: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Ends in a slash."""
        return f"http://{self.host or '127.0.0.1'}:{self.port}{self.base}"

    @property
    def service_url(self) -> str:
        """Of the meetings, as people reach them."""
        return f"{self.url.replace('://', '://meet--service.') if self.host else self.url}services/meet/"

    @property
    def log(self) -> str:
        """Everything that hub, proxy, service and users' servers printed."""
        return (self.folder / "hub.log").read_text()

    def start(self) -> None:
        """Starts everything and waits until it can be used.

        Raises:
            RuntimeError: it ended, or does not answer; the log's end is in the message.
        """
        (self.folder / "home").mkdir(exist_ok=True)
        install_lab_extension(self.folder / "jupyter")
        (self.folder / "jupyterhub_config.py").write_text(self._config())
        if self.host:
            self.start_proxy()
            self.start_service()
        self.start_hub()

    def start_hub(self) -> None:
        """Starts the hub, and waits until the service is known and answers, also through the proxy."""
        self._run("hub", sys.executable, "-m", "jupyterhub", "-f", "jupyterhub_config.py")
        self._until(self._answers)

    def start_proxy(self) -> None:
        """Starts the proxy beside the hub, as a deployment does."""
        target = f"http://127.0.0.1:{self.hub_port}"
        options = {
            "ip": "127.0.0.1",
            "port": self.port,
            "api-ip": "127.0.0.1",
            "api-port": self.proxy_port,
            "default-target": target,
            "error-target": f"{target}{self.base}hub/error",
        }
        given = [f"--{name}={value}" for name, value in options.items()]
        self._run("proxy", str(PROXY), "--host-routing", *given)

    def start_service(self) -> None:
        """Starts the service beside the hub, with what an administrator has to tell it."""
        told = {
            "JUPYTERHUB_API_TOKEN": self._service_token,
            "JUPYTERHUB_API_URL": f"http://127.0.0.1:{self.hub_port}{self.base}hub/api",
            "JUPYTERHUB_SERVICE_PREFIX": f"{self.base}services/meet/",
            "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{self.service_port}",
            "JUPYTERHUB_HOST": f"http://{self.host}:{self.port}",
            "JUPYTERHUB_PUBLIC_URL": self.service_url,
        }
        self._run("service", "notebook-meet-service", *self._settings, **told)

    def end(self, name: str) -> None:
        """Ends the ``hub``, the ``proxy`` or the ``service`` as a deployment does, and waits for it."""
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)

    def stop(self) -> None:
        """Ends everything; whatever is left then, such as a proxy that the hub started in its last moment, is killed."""
        for name in ("hub", "service", "proxy"):
            if name in self.running:
                self.end(name)
        for pid in self._processes():
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue  # it ended with the hub

    @property
    def proxy_pid(self) -> int:
        """Of the proxy that the hub has started; 0 while it has none: it deletes the file before it starts another."""
        file = self.folder / "proxy.pid"
        try:
            return int(file.read_text() or "0")
        except FileNotFoundError:
            return 0

    def kill_proxy(self) -> None:
        """The hub's own proxy dies; the hub starts another."""
        before = self.proxy_pid
        assert before, "the hub has no proxy"
        os.kill(before, 9)
        self._until(lambda: self.proxy_pid not in (0, before) and self._answers())

    @property
    def _service_token(self) -> str:
        return f"of-the-service-{self.token}"

    @property
    def _settings(self) -> list[str]:
        own = [
            f"--Meet.database={self.folder}/meet.sqlite3",
            f"--Meet.recheck_seconds={self.recheck_seconds}",
        ]
        return [*own, *self.options]

    def _run(self, name: str, *command: str, **told: str) -> None:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "JPY_", "NOTEBOOK_MEET", "CONFIGPROXY"))
        }
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
        own = {"PATH": path, "JUPYTER_PREFER_ENV_PATH": "1", "HOME": str(self.folder / "home")}
        with (self.folder / "hub.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**kept, **own, "CONFIGPROXY_AUTH_TOKEN": f"proxy-{self.token}", **told},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _config(self) -> str:
        head = (CONFIG + (APART if self.host else "")).format(
            host=self.host,
            base=self.base,
            port=self.port,
            hub_port=self.hub_port,
            proxy_port=self.proxy_port,
            folder=self.folder,
            proxy=PROXY,
            password=PASSWORD,
            meeters=list(self.meeters),
            token=self.token,
        )
        return f"{head}\n{self._stanza() if self.service else ''}\n{ADMIN}"

    def _stanza(self) -> str:
        """As it is printed, but for the port, what runs where, and the changes that were asked for."""
        stanza = printed_stanza()
        command = json.dumps(["notebook-meet-service", *self._settings])
        changes = {":10181": f":{self.service_port}", '["notebook-meet-service"]': command, **self.changes}
        for before, after in changes.items():
            assert before in stanza, before
            stanza = stanza.replace(before, after)
        if self.host:  # not started by the hub, but with a token that both know
            stanza = stanza.replace(f'"command": {command}', f'"api_token": "{self._service_token}"')
        return stanza

    def _until(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 90
        while not ready():
            over = [name for name, process in self.running.items() if process.poll() is not None]
            if over or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the hub did not start; ended: {over}\n{self.log[-3000:]}")
            time.sleep(0.2)

    def _answers(self) -> bool:
        """Whether proxy, hub and service, where there is one, all do."""
        host = self.service_url.split("/")[2]
        path = "services/meet/api/about" if self.service else "hub/api/"
        about = f"http://127.0.0.1:{self.port}{self.base}{path}"
        try:
            self.api("GET", "")
            with urllib.request.urlopen(
                urllib.request.Request(about, headers={"Host": host}), timeout=2
            ) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def api(self, method: str, path: str, body: object = None) -> Any:
        """Calls the hub as an administrator would; what it answers."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.hub_port}{self.base}hub/api/{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or "null")

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
        self.api("DELETE", "groups/meeters/users", {"users": [name]})

    def begin_server(self, user: str, server: str = "") -> None:
        """Begins to start a user's server, so that it is there by the time it is asked for."""
        self.api("POST", f"users/{user}/servers/{server}" if server else f"users/{user}/server")

    def until_server(self, user: str, server: str) -> None:
        """Waits until a named server can be used."""
        self._until(lambda: bool(self.api("GET", f"users/{user}")["servers"].get(server, {}).get("ready")))

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


@contextmanager
def running_hub(hub: Hub, secrets: Secrets) -> Iterator[Hub]:
    """The hub, started; ended when the block is left. Nothing that anything of it left behind may hold a secret then."""
    secrets.ports.add(hub.port)
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()
    secrets.expect_kept(hub.folder)
