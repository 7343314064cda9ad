"""The handlers that play a script: the real ones, with something in the way of their messages."""

import asyncio
import socket
import struct
from collections.abc import Awaitable
from typing import cast

import msgspec
from tornado.websocket import WebSocketProtocol13
from typing_extensions import override

from notebook_meet.wire.close import CloseCode
from notebook_meet.wire.codec import encode
from notebook_meet.wire.errors import ERRORS
from notebook_meet.wire.messages import GoingAway
from notebook_meet.wire.rest import Admission, RequestAdmission
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.switchboard.exchange import last_words
from notebook_meet_server.web.api import AdmissionsCall
from notebook_meet_server.web.socket import Socket
from tests.faults.script import HEADER, BadScript, Scripts, Step

SETTING = "notebook_meet_fault_scripts"
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER that makes a close send RST (socket(7))."""


class FaultyAdmissions(AdmissionsCall):
    """Notes which script comes with an admission."""

    @override
    def reply(self, body: msgspec.Struct, status: int = 200) -> None:
        scripts: Scripts = self.settings[SETTING]
        text = self.request.headers.get(HEADER, "")
        try:
            scripts.admitted(cast("Admission", body).admission, text, self.body(RequestAdmission).resume)
        except BadScript as bad:
            raise Refused("bad_field", detail=str(bad)) from None
        super().reply(body, status)


class FaultySocket(Socket):
    """Plays one step of a script, from the client's first message on."""

    _step: Step | None = None
    _secret = ""
    _sent = 0
    _silent = False

    @override
    async def on_message(self, message: str | bytes) -> None:
        if self._step is None:
            message = self._begin(message)
            if "refuse" in self._step:
                await self._refuse(str(self._step["refuse"][0]))
                return
        ignored = "no-pong" in self._step and '"type":"ping"' in str(message)
        handled = None if self._silent or ignored else super().on_message(message)
        if handled is not None:
            await handled

    @override
    def send(self, data: bytes) -> Awaitable[None] | None:
        return self._play(data, self._step or {})

    async def _play(self, data: bytes, step: Step) -> None:
        await asyncio.sleep(float(step.get("slow", (0,))[0]))
        if self._silent:
            return
        for _ in range(2 if "twice" in step else 1):
            await self._pass_on(self._read(data))
        self._sent += 1
        await self._after(step)

    async def _pass_on(self, data: bytes) -> None:
        written = super().send(data)
        if written is not None:
            await written

    @override
    def on_pong(self, data: bytes) -> None:
        if not self._silent:
            super().on_pong(data)

    @override
    def close(self, code: int | None = None, reason: str | None = None) -> None:
        if not self._silent:
            super().close(code, reason)

    def _begin(self, message: str | bytes) -> str | bytes:
        """Finds the script. With ``epoch`` the client asks for a life of the server that is over."""
        said = msgspec.json.decode(message)
        self._secret = said.get("admission") or said.get("token") or ""
        self._step = self._scripts.opened(self._secret)
        if "epoch" in self._step and "epoch" in said:
            return msgspec.json.encode({**said, "epoch": "long ago"}).decode()
        return message

    def _read(self, message: bytes) -> bytes:
        """Learns the resume token. With ``epoch`` the server names another life."""
        said = msgspec.json.decode(message)
        if said["type"] != "welcome":
            return message
        self._scripts.welcomed(self._secret, said["resume"])
        renamed = {**said, "epoch": "another life"}
        return msgspec.json.encode(renamed) if "epoch" in (self._step or {}) else message

    async def _after(self, step: Step) -> None:
        """What follows a message that has gone out."""
        if step.get("drop") == (self._sent,):
            self._reset()
        if step.get("stall") == (self._sent,):
            self._silent, self.stream = True, None  # nor can the switchboard cut it
        if self._sent == 1 and "close" in step:
            code, *word = step["close"]
            if word:
                await self._pass_on(last_words(str(word[0])))
            self.close(int(code))
        if self._sent == 1 and "going-away" in step:
            await self._pass_on(encode(GoingAway(retry_after=float(step["going-away"][0]))))
            self.close(CloseCode.GOING_AWAY)

    async def _refuse(self, word: str) -> None:
        await self._pass_on(last_words(word))
        self.close(ERRORS[word].close or CloseCode.INTERNAL)

    def _reset(self) -> None:
        assert isinstance(self.ws_connection, WebSocketProtocol13)
        stream = self.ws_connection.stream
        stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        stream.close()

    @property
    def _scripts(self) -> Scripts:
        scripts: Scripts = self.settings[SETTING]
        return scripts
