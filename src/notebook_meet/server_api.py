"""The server's REST calls, as coroutines for the library's own loop. Everything that fails is a ``MeetError``."""

import http
import logging
from typing import TypeVar

import msgspec
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse

from notebook_meet.discovery import Server
from notebook_meet.errors import (
    ExtensionNotEnabled,
    LoginRequired,
    MeetError,
    ServerError,
    ServerTooNew,
    ServerTooOld,
    ServerUnreachable,
    VersionMismatch,
    error_for,
)
from notebook_meet.wire.codec import BadInput, decode_body, encode
from notebook_meet.wire.rest import (
    Admission,
    Attendance,
    Body,
    Created,
    CreateInvite,
    CreateMeeting,
    Digest,
    InviteCreated,
    Me,
    MeetingList,
    Preview,
    RequestAdmission,
)
from notebook_meet.wire.version import API_PREFIX, PROTOCOL

_log = logging.getLogger(__name__)

R = TypeVar("R", bound=Body)

CONNECT_SECONDS = 5.0
REQUEST_SECONDS = 15.0
_GATEWAY = (http.HTTPStatus.BAD_GATEWAY, http.HTTPStatus.SERVICE_UNAVAILABLE, http.HTTPStatus.GATEWAY_TIMEOUT)


class _About(msgspec.Struct):
    """What must be readable in any version's ``About``."""

    protocols: list[int]


class _ErrorBody(msgspec.Struct):
    """An error of any version: fields that a newer server adds are passed over."""

    code: str
    message: str = ""
    retry_after: float | None = None


class _ErrorReply(msgspec.Struct):
    error: _ErrorBody


class ServerApi:
    """One server's REST calls.

    Args:
        server: where it is, and the right to use it.
    """

    def __init__(self, server: Server) -> None:
        self.server = server

    async def check(self) -> None:
        """Makes sure that notebook-meet runs there and speaks this protocol.

        Raises:
            ServerUnreachable: nobody answers.
            ExtensionNotEnabled: somebody answers, but not notebook-meet.
            ServerTooOld, ServerTooNew: it speaks other protocols.
            MeetError: what the server itself says is wrong, on a hub of the hub's service.
        """
        response = await self._fetch("GET", "api/about", None)
        try:
            protocols = msgspec.json.decode(response.body, type=_About).protocols
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise _unspoken(response) from None
        if PROTOCOL not in protocols:
            raise ServerTooOld if max(protocols, default=0) < PROTOCOL else ServerTooNew

    async def me(self) -> Me:
        """Who the server takes this kernel for."""
        return await self._call("GET", "me", None, Me)

    async def create(self, request: CreateMeeting) -> Created:
        """Stores a meeting."""
        return await self._call("POST", "meetings", request, Created)

    async def mine(self) -> MeetingList:
        """The caller's open meetings, newest first."""
        return await self._call("GET", "meetings", None, MeetingList)

    async def digest(self, meeting_id: str) -> Digest:
        """What the server tells about a meeting."""
        return await self._call("GET", f"meetings/{meeting_id}", None, Digest)

    async def preview(self, meeting_id: str, request: Preview) -> Digest:
        """The same for someone with an invite; uses nothing up."""
        return await self._call("POST", f"meetings/{meeting_id}/preview", request, Digest)

    async def attendance(self, meeting_id: str) -> Attendance:
        """Who was in a meeting, and for how long."""
        return await self._call("GET", f"meetings/{meeting_id}/attendance", None, Attendance)

    async def end(self, meeting_id: str) -> None:
        """Ends a meeting for everyone."""
        await self._send("DELETE", f"meetings/{meeting_id}", None)

    async def admit(self, meeting_id: str, request: RequestAdmission) -> Admission:
        """Asks to be let in."""
        return await self._call("POST", f"meetings/{meeting_id}/admissions", request, Admission)

    async def invite(self, meeting_id: str, request: CreateInvite) -> InviteCreated:
        """Makes an invite."""
        return await self._call("POST", f"meetings/{meeting_id}/invites", request, InviteCreated)

    async def revoke(self, meeting_id: str, invite_id: str) -> None:
        """Takes an invite back."""
        await self._send("DELETE", f"meetings/{meeting_id}/invites/{invite_id}", None)

    async def _call(self, method: str, path: str, body: Body | None, reply: type[R]) -> R:
        response = await self._send(method, path, body)
        try:
            return decode_body(response.body, reply)
        except BadInput as error:
            raise VersionMismatch(f"The server's answer could not be read ({error}).") from error

    async def _send(self, method: str, path: str, body: Body | None) -> HTTPResponse:
        response = await self._fetch(method, f"{API_PREFIX}/{path}", body)
        if not 200 <= response.code < 300:
            raise _refusal(response)
        return response

    async def _fetch(self, method: str, path: str, body: Body | None) -> HTTPResponse:
        headers = {"Accept": "application/json"}
        if self.server.authorization:
            headers["Authorization"] = self.server.authorization
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = HTTPRequest(
            f"{self.server.root}{path}",
            method=method,
            headers=headers,
            body=None if body is None else encode(body),
            connect_timeout=CONNECT_SECONDS,
            request_timeout=REQUEST_SECONDS,
            follow_redirects=False,
            validate_cert=self.server.checks_certificate,
        )
        try:
            return await AsyncHTTPClient().fetch(request, raise_error=False)
        except (OSError, HTTPClientError) as error:
            # raise_error=False leaves only what happened before an answer: refused, reset, timed out, no such name.
            _log.info("%s %s: %s", method, path, error)
            raise ServerUnreachable(
                f"The Jupyter server at {self.server.base_url} does not answer."
            ) from error


def _refusal(response: HTTPResponse) -> MeetError:
    """The exception for an answer that is no success: by its code, else by its HTTP status."""
    if (stated := _stated(response)) is not None:
        return stated
    if response.code in _GATEWAY:
        return ServerUnreachable()
    if response.code == http.HTTPStatus.NOT_FOUND:
        return ExtensionNotEnabled()
    if (
        response.code in (http.HTTPStatus.UNAUTHORIZED, http.HTTPStatus.FORBIDDEN)
        or 300 <= response.code < 400
    ):
        return LoginRequired("The server did not accept this kernel's token. Pass the right one with token=.")
    return ServerError(f"The server answered with HTTP status {response.code}.")


def _stated(response: HTTPResponse) -> MeetError | None:
    """What notebook-meet says is wrong; None when Jupyter itself or a proxy answered."""
    try:
        error = msgspec.json.decode(response.body, type=_ErrorReply).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return error_for(error.code, error.message, retry_after=error.retry_after)


def _unspoken(response: HTTPResponse) -> MeetError:
    """The exception for an answer that does not say what is spoken: of something else, or of a server in trouble."""
    if response.code in _GATEWAY:
        return _stated(response) or ServerUnreachable()
    return ExtensionNotEnabled()
