"""The servers that are loaded, each in a process of its own."""

import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from load.cores import on_core, two_cores

from tests.jupyter import JupyterServer, free_port

BENCHMARKS = Path(__file__).parents[1]
PEER_SERVER = BENCHMARKS / "peer-server"


class UnthrottledServer(JupyterServer):
    """A Jupyter server with the extension and without the limit of messages per second."""

    @property
    def environment(self) -> dict[str, str]:
        """As every Jupyter server of ours, and able to find ``load.unthrottled``."""
        return {**super().environment, "PYTHONPATH": str(BENCHMARKS)}


@contextmanager
def apart(server: JupyterServer) -> Iterator[None]:
    """Starts the server on a core of its own; the block runs on another one, and ends it."""
    server_core, load_core = two_cores()
    with on_core(server_core):
        server.start()
    try:
        with on_core(load_core):
            yield
    finally:
        server.stop()


@dataclass
class PeerServer:
    """The npm package ``peer``, started by its own command."""

    port: int
    process: "subprocess.Popen[bytes]"


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def peer_server() -> Iterator[PeerServer]:
    """Started, and ended when the block is left.

    Raises:
        RuntimeError: it is not installed, or did not start.
    """
    script = PEER_SERVER / "node_modules" / "peer" / "dist" / "bin" / "peerjs.js"
    if not script.exists():
        raise RuntimeError("the peer server is not installed: run `make bench`")
    port = free_port()
    command = ["node", script, "--port", str(port), "--host", "127.0.0.1", "--path", "/"]
    environment = {**os.environ, "NODE_ENV": "production"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = monotonic() + 30
        while not _answers(f"http://127.0.0.1:{port}/"):
            if process.poll() is not None or monotonic() > deadline:
                raise RuntimeError("the peer server did not start")
            sleep(0.05)
        yield PeerServer(port, process)
    finally:
        process.terminate()
        process.wait()
