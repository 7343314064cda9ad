"""A server in a process of its own, driven as ``server.py`` drives the one in this process."""

import asyncio
import socket
from types import TracebackType
from typing import Self

from tests.jupyter import JupyterServer
from tests.web.server import MeetServer


class Elsewhere(MeetServer):
    """A ``JupyterServer`` whose base URL is ``BASE``, ended with the block."""

    def __init__(self, real: JupyterServer) -> None:
        self.real = real
        with socket.socket() as unused:
            super().__init__(lambda: None, unused)  # type: ignore[arg-type, return-value]
        self.port, self.origin = real.port, f"http://127.0.0.1:{real.port}"

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.real.start)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self.clients:
            client.close()
        self.client.close()
        await asyncio.to_thread(self.real.stop)

    @property
    def token(self) -> str:
        return self.real.token

    @property
    def kernel(self) -> dict[str, str]:
        """Nobody but the server's kernels knows its secret; its token may do the same here."""
        return {"Authorization": f"token {self.token}"}
