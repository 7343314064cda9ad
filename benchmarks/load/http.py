"""A REST client that keeps its connection."""

import asyncio
import json
from types import TracebackType
from typing import Any, Self


class Refused(Exception):
    """The server said no; ``args`` are the status and the body."""


class Api:
    """The application's REST calls over one connection: ``async with Api(port, token) as api``.

    Args:
        port: on this machine.
        token: Jupyter's, or a hub's; empty for a caller without login.
        root: path of the application's root.
    """

    def __init__(self, port: int, token: str = "", root: str = "/meet/") -> None:
        self.root = root
        self._port = port
        login = f"Authorization: token {token}\r\n" if token else ""
        self._headers = f"Host: 127.0.0.1:{port}\r\n{login}Content-Type: application/json\r\n"

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    async def post(self, path: str, body: object) -> Any:
        """The decoded reply.

        Raises:
            Refused: any other status than 2xx.
        """
        data = json.dumps(body).encode()
        head = f"POST {self.root}api/v1/{path} HTTP/1.1\r\n{self._headers}Content-Length: {len(data)}\r\n\r\n"
        self._writer.write(head.encode() + data)
        status, *lines = (await self._reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        lengths = [line for line in lines if line.lower().startswith(b"content-length:")]
        text = await self._reader.readexactly(int(lengths[0].split(b":")[1]) if lengths else 0)
        if not status.startswith(b"HTTP/1.1 2"):
            raise Refused(status.decode(), text.decode())
        return json.loads(text) if text else None
