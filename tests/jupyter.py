"""A real Jupyter server with the extension: a process of its own, with folders of its own."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat

APPS = {"lab": "jupyterlab", "notebook": "notebook", "nbclassic": "nbclassic", "server": "jupyter_server"}
SLOW = 60.0
"""Seconds that starting a server or a kernel may take on a busy small machine."""
LAB_SETTINGS = {
    # Whatever a widget syncs shall end in the saved file, where the secrets scan looks for it.
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}


def free_port() -> int:
    """A TCP port on loopback that nothing listens on at the moment.

    Below those that Linux gives to whoever asks for any: so it is still free when the server starts, or starts again.
    """
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class JupyterServer:
    """A running server. ``root`` holds the notebooks."""

    folder: Path
    app: str = "lab"
    """One of ``APPS``, or a module to run."""
    port: int = field(default_factory=free_port)
    host: str = "127.0.0.1"
    listen: str = "127.0.0.1"
    """The address of this machine that it listens at."""
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    base_url: str = "/"
    options: Sequence[str] = ()
    """More of the server's command line."""
    within: Sequence[str] = ()
    """A command that runs the server's command."""
    probe: str = "meet/api/about"
    """What answers without a login once everything has started."""
    python: str = sys.executable
    variables: dict[str, str] = field(default_factory=dict)
    """More variables of its environment."""
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def root(self) -> Path:
        return self.folder / "work"

    @property
    def log(self) -> str:
        """Everything it printed, also before it was started again."""
        return (self.folder / "server.log").read_text()

    @property
    def url(self) -> str:
        """The address with the base URL, ending in a slash."""
        return f"http://{self.host}:{self.port}{self.base_url}"

    def seen_from(self, host: str) -> "JupyterServer":
        """The same server under another address of this machine; not to be started or stopped."""
        return replace(self, host=host)

    def behind(self, port: int) -> "JupyterServer":
        """The same server as it looks through a proxy at this port; not to be started or stopped."""
        return replace(self, port=port)

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "HOME": str(self.folder / "home"),
            "JUPYTER_CONFIG_DIR": str(self.folder / "config"),
            "JUPYTER_DATA_DIR": str(self.folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "IPYTHONDIR": str(self.folder / "ipython"),
            "JUPYTER_PREFER_ENV_PATH": "1",
        }
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "JPY_", "NOTEBOOK_MEET"))
        }
        return {**kept, **own, **self.variables}

    def start(self, timeout: float = SLOW) -> None:
        """Starts the server and waits until it answers.

        Raises:
            RuntimeError: it ended, or did not answer in ``timeout`` seconds; the log's end is in the message.
        """
        self._end_group()
        for name in ("work", "home", "config", "data", "runtime", "ipython"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        settings = self.folder / "config" / "labconfig"
        settings.mkdir(exist_ok=True)
        (settings / "default_setting_overrides.json").write_text(json.dumps(LAB_SETTINGS))
        command = [
            *self.within, self.python, "-m", APPS.get(self.app, self.app), "--no-browser", f"--ip={self.listen}", f"--port={self.port}",
            "--ServerApp.port_retries=0", f"--ServerApp.base_url={self.base_url}", f"--ServerApp.root_dir={self.root}",
            f"--IdentityProvider.token={self.token}", "--ServerApp.allow_root=True", "--log-level=INFO", *self.options,
        ]  # fmt: skip
        if self.app in ("lab", "notebook"):
            command.append("--expose-app-in-browser")
        if self.app == "lab":
            command += [
                "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            ]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.root,
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        deadline = time.monotonic() + timeout
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self._end_group()
                raise RuntimeError(f"the Jupyter server did not start:\n{self.log[-3000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        request = urllib.request.Request(f"{self.url}{self.probe}")
        try:
            with urllib.request.urlopen(request, timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def call(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Any:
        """A REST call with the server's token; the decoded JSON, or None when there is no body."""
        data = None if body is None else json.dumps(body).encode()
        every = {
            "Authorization": f"token {self.token}",
            "Content-Type": "application/json",
            **(headers or {}),
        }
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=every)
        with urllib.request.urlopen(request, timeout=SLOW) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def stop(self) -> None:
        """Ends the server as an administrator would, and its kernels with it."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=15)
        self._end_group()

    def kill(self) -> None:
        """SIGKILL to the server only: its kernels, each in a group of its own, notice by themselves."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=15)

    def _end_group(self) -> None:
        """SIGKILL to what is left of the server's process group: nothing of it outlives a test."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return  # everybody had gone already
            self.process.wait(timeout=15)

    def kernel_variables(self, name: str) -> set[str]:
        """The values of an environment variable in the processes that the server has started."""
        found: set[str] = set()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                variables = (process / "environ").read_bytes().split(b"\0")
                parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue  # it has just ended
            if self.process is not None and int(parent) == self.process.pid:
                found |= {
                    v.decode().partition("=")[2] for v in variables if v.startswith(f"{name}=".encode())
                }
        return found

    def notebook(self, name: str, *cells: str) -> Path:
        """Writes a notebook of code cells into the server's root."""
        document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        document.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        path = self.root / name
        nbformat.write(document, path)
        return path


@contextmanager
def running(server: JupyterServer) -> Iterator[JupyterServer]:
    """The server, started; ended when the block is left."""
    server.start()
    try:
        yield server
    finally:
        server.stop()
