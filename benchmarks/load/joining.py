"""People who come in as programs do: admission, socket, hello, welcome."""

import json
from typing import Any

from load.http import Api
from load.websocket import WebSocket, connect


class TurnedAway(Exception):
    """The server answered hello with a refusal; its code is the argument."""


async def joined(api: Api, port: int, meeting: str, name: str, **right: str) -> tuple[WebSocket, Any]:
    """Somebody who has been welcomed: the socket and the welcome.

    Args:
        api: asks for the admission.
        port: the server's.
        meeting: its id.
        name: the display name.
        right: for example ``invite``.

    Raises:
        TurnedAway: no welcome.
    """
    admission = await api.post(f"meetings/{meeting}/admissions", {"name": name, **right})
    origin = f"http://127.0.0.1:{port}"
    socket = await connect(
        port, f"{api.root}api/v1/socket", Origin=origin, Sec_WebSocket_Protocol="notebook-meet.v1"
    )
    socket.send(json.dumps({"type": "hello", "admission": admission["admission"]}).encode())
    welcome = await socket.next()
    if welcome["type"] != "welcome":
        raise TurnedAway(welcome["code"])
    return socket, welcome


async def left(socket: WebSocket, n: int) -> None:
    """Leaves for good, with a number above all that were used, and waits for the end of the socket."""
    socket.send(b'{"type":"leave","n":%d}' % n)
    await socket.closed


async def open_meetings(api: Api, count: int, uses: int) -> list[tuple[str, str]]:
    """So many new meetings, each with the secret of an invite for so many guests."""
    made = []
    for number in range(count):
        meeting = (await api.post("meetings", {"title": f"Meeting {number}"}))["meeting"]["id"]
        invite = await api.post(f"meetings/{meeting}/invites", {"uses": uses})
        made.append((meeting, invite["secret"]))
    return made
