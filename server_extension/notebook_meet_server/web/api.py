"""The REST calls. Each authenticates and authorises at the door, decodes, calls one use case, and encodes."""
# mypy: disable-error-code="explicit-override, mutable-override"
# (Tornado declares the methods of a handler as attributes.)

from typing import ClassVar

import msgspec
from typing_extensions import override

from notebook_meet._version import __version__
from notebook_meet.wire.people import InviteId, MeetingId
from notebook_meet.wire.rest import (
    About,
    Attendance,
    CreateInvite,
    CreateMeeting,
    InviteList,
    Me,
    MeetingList,
    Preview,
    RequestAdmission,
    UpdateMeeting,
)
from notebook_meet.wire.version import PROTOCOL
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.web.handler import Api, Handler


def meeting_id(text: str) -> str:
    """A meeting's id from an address.

    Raises:
        Refused: ``bad_id``.
    """
    return _checked(text, MeetingId, "bad_id")


def invite_id(text: str) -> str:
    """An invite's id from an address.

    Raises:
        Refused: ``invite_invalid``.
    """
    return _checked(text, InviteId, "invite_invalid")


def _checked(text: str, kind: type[str], code: str) -> str:
    try:
        return msgspec.convert(text, kind)
    except msgspec.ValidationError:
        raise Refused(code) from None


class AboutCall(Api):
    """What the server speaks: for a client that does not know yet whether it understands this server."""

    ACTIONS: ClassVar = {"GET": "about"}
    ASKS_WHO: ClassVar = False

    async def get(self) -> None:
        self.reply(About(name="notebook-meet", version=__version__, protocols=[PROTOCOL]))


class MeCall(Api):
    """Who the caller is, as far as the server knows."""

    ACTIONS: ClassVar = {"GET": "me"}

    async def get(self) -> None:
        known = self.principal.kind != "anonymous"
        if self.principal.kind == "user":
            # Reading the token sets its cookie. A page that never saw another page of this server has none
            # yet, and needs it for whatever it does next.
            self.xsrf_token  # noqa: B018
        login_url = None if known else self.site.authenticator.login_url(self)
        self.reply(Me(self.principal.name, known, login_url, self.site.public_url))


class MeetingsCall(Api):
    """Make a meeting; list the caller's own."""

    ACTIONS: ClassVar = {"GET": "own", "POST": "create"}

    async def get(self) -> None:
        self.reply(MeetingList(await self.site.meetings.own(self.principal)))

    async def post(self) -> None:
        self.reply(await self.site.meetings.create(self.principal, self.body(CreateMeeting)), 201)


class MeetingCall(Api):
    """Read, change or end one meeting."""

    ACTIONS: ClassVar = {"GET": "digest", "PATCH": "update", "DELETE": "end_meeting"}

    async def get(self, meeting: str) -> None:
        self.reply(await self.site.meetings.digest(self.principal, meeting_id(meeting)))

    async def patch(self, meeting: str) -> None:
        change = self.body(UpdateMeeting)
        self.reply(await self.site.meetings.update(self.principal, meeting_id(meeting), change))

    async def delete(self, meeting: str) -> None:
        await self.site.meetings.end(self.principal, meeting_id(meeting))
        self.reply_empty()


class PreviewCall(Api):
    """Read a meeting with an invite or an earlier seat; uses up nothing."""

    ACTIONS: ClassVar = {"POST": "preview"}

    async def post(self, meeting: str) -> None:
        shown = self.body(Preview)
        self.reply(await self.site.meetings.preview(self.principal, meeting_id(meeting), shown))


class AdmissionsCall(Api):
    """Ask to be let in."""

    ACTIONS: ClassVar = {"POST": "admission"}

    async def post(self, meeting: str) -> None:
        wish = self.body(RequestAdmission)
        self.reply(await self.site.meetings.admit(self.principal, meeting_id(meeting), wish), 201)


class AttendanceCall(Api):
    """Read who was in a meeting, and for how long."""

    ACTIONS: ClassVar = {"GET": "attendance"}

    async def get(self, meeting: str) -> None:
        self.reply(Attendance(await self.site.meetings.attendance(self.principal, meeting_id(meeting))))


class InvitesCall(Api):
    """Make an invite; list the open ones."""

    ACTIONS: ClassVar = {"GET": "invites", "POST": "create_invite"}

    async def get(self, meeting: str) -> None:
        self.reply(InviteList(await self.site.meetings.invites(self.principal, meeting_id(meeting))))

    async def post(self, meeting: str) -> None:
        wish = self.body(CreateInvite)
        self.reply(await self.site.meetings.create_invite(self.principal, meeting_id(meeting), wish), 201)


class InviteCall(Api):
    """Revoke an invite."""

    ACTIONS: ClassVar = {"DELETE": "revoke_invite"}

    async def delete(self, meeting: str, invite: str) -> None:
        await self.site.meetings.revoke_invite(self.principal, meeting_id(meeting), invite_id(invite))
        self.reply_empty()


class NoSuchCall(Api):
    """Every other address of the API, so that someone unknown cannot tell which addresses there are."""

    @override
    def check_method(self) -> str:
        raise Refused("not_found")


class NothingHere(Handler):
    """Every other address below the root, so that none of them reaches the rest of the server."""

    @override
    def check_method(self) -> str:
        raise Refused("not_found")
