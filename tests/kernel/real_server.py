"""A real Jupyter server with the extension, in a process of its own, and real kernels in it."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient

from notebook_meet.discovery import Server
from tests.kernel.waiting import eventually

ROOT = Path(__file__).parents[2]
SLOW = 60.0
"""Seconds that starting a server or a kernel may take on a busy small machine."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RealServer:
    """One server; ``folder`` holds all that it writes."""

    def __init__(self, folder: Path, base_url: str = "/") -> None:
        self.folder = folder
        self.port = free_port()
        self.token = secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{self.port}{base_url}"
        self.process: subprocess.Popen[bytes] | None = None
        self._base_url = base_url

    @property
    def environ(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "JPY_", "NOTEBOOK_MEET"))
        }
        folders = {name: str(self.folder / name.lower()) for name in ("HOME", "IPYTHONDIR")}
        jupyter = {
            f"JUPYTER_{name}_DIR": str(self.folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
        }
        source = f"{ROOT / 'src'}{os.pathsep}{ROOT / 'server_extension'}"
        return {**kept, **folders, **jupyter, "PYTHONPATH": source}

    @property
    def server(self) -> Server:
        """What a kernel elsewhere would be told."""
        return Server(self.url, f"token {self.token}")

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text()

    def start(self) -> None:
        """Starts the process and waits until the extension answers."""
        self.folder.mkdir(exist_ok=True)
        command = [
            sys.executable, "-m", "jupyter_server", "--no-browser", "--ip=127.0.0.1", f"--port={self.port}",
            "--ServerApp.port_retries=0", f"--ServerApp.base_url={self._base_url}", f"--ServerApp.root_dir={self.folder}",
            f"--IdentityProvider.token={self.token}", "--ServerApp.allow_root=True",
            "--ServerApp.jpserver_extensions={'notebook_meet_server': True}",
        ]  # fmt: skip
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=self.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        eventually(self._answers, "the server's start", SLOW)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log[-3000:]
        try:
            with urllib.request.urlopen(f"{self.url}meet/api/about", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """SIGKILL to the server only: its kernels notice by themselves."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(SLOW)

    def stop(self) -> None:
        """Ends the server and whatever it started."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(SLOW)
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # everybody had gone already

    def call(self, method: str, path: str, body: object = None) -> Any:
        """A REST call of Jupyter's own."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=SLOW) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    @contextmanager
    def kernel(self) -> Iterator["RealKernel"]:
        """A kernel that the server started, as for a notebook."""
        id_ = self.call("POST", "api/kernels", {"name": "python3"})["id"]
        client = BlockingKernelClient(connection_file=str(self.folder / "runtime" / f"kernel-{id_}.json"))
        client.load_connection_file()
        client.start_channels(hb=False)  # on a busy machine a late heartbeat is no sign of death
        try:
            client.wait_for_ready(timeout=SLOW)
            yield RealKernel(self, id_, client)
        finally:
            client.stop_channels()


@dataclass
class Cell:
    """What a cell has shown so far."""

    stdout: str = ""
    result: str = ""
    traceback: str = ""
    idle: bool = False

    def hear(self, message: dict[str, Any]) -> None:
        """Takes one message of the kernel in."""
        content = message["content"]
        match message["msg_type"]:
            case "stream" if content["name"] == "stdout":
                self.stdout += content["text"]
            case "execute_result":
                self.result = content["data"]["text/plain"]
            case "error":
                self.traceback = "\n".join(content["traceback"])
            case "status":
                self.idle = content["execution_state"] == "idle"


class RealKernel:
    """One kernel of a real server."""

    def __init__(self, server: RealServer, id_: str, client: BlockingKernelClient) -> None:
        self.id = id_
        self._server = server
        self._client = client
        self._cells: dict[str, Cell] = {}

    def run(self, code: str) -> "Cell":
        """Runs a cell to its end.

        Raises:
            AssertionError: the cell failed.
        """
        cell = self._cells[self._client.execute(code)] = Cell()
        eventually(lambda: self.hear() and cell.idle, "the cell's end", SLOW)
        assert not cell.traceback, cell.traceback
        return cell

    def hear(self) -> bool:
        """Takes in what the kernel has said since, whichever cell it belongs to; True."""
        while True:
            try:
                message = self._client.get_iopub_msg(timeout=0.01)
            except Empty:
                return True
            self._cells.get(message["parent_header"].get("msg_id", ""), Cell()).hear(message)

    def shut_down(self) -> None:
        """As a notebook's ``Shut Down Kernel`` does; returns when it is gone."""
        self._server.call("DELETE", f"api/kernels/{self.id}")


@contextmanager
def running(folder: Path, base_url: str = "/") -> Iterator[RealServer]:
    """A started server, ended when the block is left."""
    server = RealServer(folder, base_url)
    server.start()
    try:
        yield server
    finally:
        server.stop()
