"""A real Jupyter server for the browser tests: a subprocess of its own, with folders of its own."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

APPS = {"lab": "jupyterlab", "notebook": "notebook", "nbclassic": "nbclassic", "server": "jupyter_server"}
LAB_SETTINGS = {
    # Whatever a widget syncs shall end in the saved file, where the secrets scan looks for it.
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}


def free_port() -> int:
    """A TCP port on loopback that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class JupyterServer:
    """A running server. ``root`` holds the notebooks, ``log`` everything it printed."""

    folder: Path
    app: str = "lab"
    port: int = field(default_factory=free_port)
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    base_url: str = "/"
    options: tuple[str, ...] = ()
    probe: str = "meet/api/about"
    """What answers without a login once everything has started."""
    python: str = sys.executable
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def root(self) -> Path:
        return self.folder / "work"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def url(self) -> str:
        """The address with the base URL, ending in a slash."""
        return f"http://127.0.0.1:{self.port}{self.base_url}"

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
        return {**kept, **own}

    def start(self, timeout: float = 60.0) -> None:
        """Starts the server and waits until it answers.

        Raises:
            RuntimeError: it ended, or did not answer in ``timeout`` seconds; the log's end is in the message.
        """
        for name in ("work", "home", "config", "data", "runtime", "ipython"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        settings = self.folder / "config" / "labconfig"
        settings.mkdir(exist_ok=True)
        (settings / "default_setting_overrides.json").write_text(json.dumps(LAB_SETTINGS))
        command = [
            self.python, "-m", APPS[self.app], "--no-browser", "--ip=127.0.0.1", f"--port={self.port}",
            "--ServerApp.port_retries=0", f"--ServerApp.base_url={self.base_url}", f"--ServerApp.root_dir={self.root}",
            f"--IdentityProvider.token={self.token}", "--ServerApp.allow_root=True", "--log-level=INFO", *self.options,
        ]  # fmt: skip
        if self.app == "lab":
            command += [
                "--expose-app-in-browser",
                "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            ]
        with self.log.open("ab") as log:
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
                self.kill()
                raise RuntimeError(f"the Jupyter server did not start:\n{self.log.read_text()[-3000:]}")
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
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def stop(self) -> None:
        """Ends the server as an administrator would, and its kernels with it."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()
        self.kill()

    def kill(self) -> None:
        """SIGKILL to the server's whole process group: nothing of it outlives a test."""
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
