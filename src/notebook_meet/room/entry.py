"""How a kernel comes to a meeting: the REST calls behind ``Meeting.create`` and ``Meeting.join``."""

from dataclasses import dataclass, field

from notebook_meet.errors import BadRequest, MeetingEnded, MeetingNotFound, PasscodeRequired, WrongServer
from notebook_meet.links import MeetingLink, names_one_of
from notebook_meet.server_api import ServerApi
from notebook_meet.wire import limits
from notebook_meet.wire.rest import CreateMeeting, Digest, Preview, RequestAdmission


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting this kernel may enter, and what it holds for that.

    Args:
        digest: the meeting as the server describes it.
        public_url: the application's public address, ending in ``/``; "" when none is set.
        host_key: makes the first view that joins with it the host.
        passcode: what opens the meeting, if this kernel knows it.
        invite: an invite link's secret.
        admission: the kernel's own, if it was requested already.
    """

    digest: Digest
    public_url: str = ""
    host_key: str | None = field(default=None, repr=False)
    passcode: str | None = field(default=None, repr=False)
    invite: str | None = field(default=None, repr=False)
    admission: str | None = field(default=None, repr=False)

    @property
    def secrets(self) -> dict[str, str]:
        """What a view may ask for, by the names of the view's contract."""
        known = {"host_key": self.host_key, "passcode": self.passcode, "invite": self.invite}
        return {name: secret for name, secret in known.items() if secret is not None}


async def create(
    api: ServerApi, title: str, passcode: str | None, *, keep: bool, waiting_room: bool = False
) -> Entry:
    """Stores a new meeting.

    Raises:
        BadRequest: the title or the passcode is too short or too long.
        MeetError: the server cannot be used, or refused.
    """
    title = title.strip()
    _check_length("The title", title, limits.TITLE_CHARS)
    if passcode is not None:
        _check_length("The passcode", passcode, limits.PASSCODE_CHARS)
    await api.check()
    public_url = await _public_url(api)  # first: nothing may fail once the meeting exists
    created = await api.create(
        CreateMeeting(title=title, passcode=passcode, keep=keep, waiting_room=waiting_room)
    )
    return Entry(created.meeting, public_url, host_key=created.host_key, passcode=passcode)


async def join(api: ServerApi, link: MeetingLink, passcode: str | None, name: str = "") -> Entry:
    """Makes sure that the meeting can be entered, passcode and invite included. Uses nothing up.

    Raises:
        WrongServer: the link names another server, and this kernel's own does not know the meeting.
        MeetError: the meeting cannot be entered: why is the class.
    """
    if passcode is not None:
        _check_length("The passcode", passcode, limits.PASSCODE_CHARS)
    await api.check()
    public_url = await _public_url(api)
    try:
        digest = await api.digest(link.meeting_id)
    except MeetingNotFound:
        if link.root is not None and not names_one_of(
            link.root, filter(None, (api.server.root, api.server.service, public_url))
        ):
            raise WrongServer from None
        raise
    if digest.ended:
        raise MeetingEnded
    if link.invite is not None:
        await api.preview(link.meeting_id, Preview(invite=link.invite))
    admission = await _admission(api, link, RequestAdmission(name=name, kind="kernel", passcode=passcode))
    return Entry(digest, public_url, passcode=passcode, invite=link.invite, admission=admission)


async def mine(api: ServerApi) -> list[Digest]:
    """The caller's open meetings, newest first.

    Raises:
        MeetError: the server cannot be used.
    """
    await api.check()
    return (await api.mine()).meetings


async def _admission(api: ServerApi, link: MeetingLink, request: RequestAdmission) -> str | None:
    """The kernel's own admission. It never brings the invite along: redeeming that would use it up.

    So where only the invite opens the meeting the kernel gets none, and the view joins with the invite.
    """
    try:
        answer = await api.admit(link.meeting_id, request)
    except PasscodeRequired:
        if link.invite is None:
            raise
        return None
    return answer.admission


async def _public_url(api: ServerApi) -> str:
    public_url = (await api.me()).public_url
    return f"{public_url.rstrip('/')}/" if public_url else ""


def _check_length(what: str, text: str, longest: int) -> None:
    if not 1 <= len(text) <= longest:
        raise BadRequest(f"{what} must have 1 to {longest} characters; it has {len(text)}.")
