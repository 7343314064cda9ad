"""Real kernels of a real server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient

from tests.jupyter import SLOW, JupyterServer
from tests.kernel.waiting import eventually


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

    def __init__(self, server: JupyterServer, id_: str, client: BlockingKernelClient) -> None:
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
def kernel_of(server: JupyterServer) -> Iterator[RealKernel]:
    """A kernel that the server started, as for a notebook."""
    id_ = server.call("POST", "api/kernels", {"name": "python3"})["id"]
    client = BlockingKernelClient(connection_file=str(server.folder / "runtime" / f"kernel-{id_}.json"))
    client.load_connection_file()
    client.start_channels(hb=False)  # on a busy machine a late heartbeat is no sign of death
    try:
        client.wait_for_ready(timeout=SLOW)
        yield RealKernel(server, id_, client)
    finally:
        client.stop_channels()
