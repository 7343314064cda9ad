"""Meeting links as people paste them. Pure text: nothing is looked up or contacted."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, urlsplit

from notebook_meet.errors import BadLink, InviteInvalid
from notebook_meet.wire.addresses import DEFAULT_PORTS

_MEETING_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_LOOPBACK_NAME = "localhost"


@dataclass(frozen=True, slots=True)
class MeetingLink:
    """A link taken apart.

    Args:
        meeting_id: 22 characters.
        root: address of the application that the link names, ending in ``/``; None when only an id was given.
        invite: the secret of an invite link; None for a meeting link.
    """

    meeting_id: str
    root: str | None = None
    invite: str | None = field(default=None, repr=False)


def parse_link(text: str) -> MeetingLink:
    """Takes a meeting id, a meeting link or an invite link apart. Blanks and ``<>`` around it are dropped.

    Raises:
        BadLink: it is none of these, or was not copied whole.
        InviteInvalid: the link carries an invite that was not copied whole.
    """
    text = text.strip().removeprefix("<").removesuffix(">").strip()
    if _MEETING_ID.fullmatch(text):
        return MeetingLink(text)
    parts = split_web_address(text)
    if parts is None:
        raise BadLink
    path, _, meeting_id = parts.path.rpartition("/")
    if not _MEETING_ID.fullmatch(meeting_id):
        raise BadLink
    return MeetingLink(meeting_id, f"{parts.scheme}://{parts.netloc}{path}/", _invite(parts.fragment))


def split_web_address(text: str) -> SplitResult | None:
    """The parts of an absolute http(s) address; None for anything else, and for one that carries a login."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    strange = "@" in parts.netloc or any(character.isspace() for character in text)
    return parts if whole and not strange else None


def _invite(fragment: str) -> str | None:
    if not fragment.startswith("invite="):
        return None
    secret = parse_qs(fragment).get("invite", [""])[0]
    if not _SECRET.fullmatch(secret):
        raise InviteInvalid
    return secret


def is_loopback(url: str) -> bool:
    """Whether an address names this very machine: ``localhost``, 127.0.0.0/8 or ::1."""
    host = urlsplit(url).hostname or ""
    if host == _LOOPBACK_NAME or host.endswith(f".{_LOOPBACK_NAME}"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name, not an address


def is_origin(text: str) -> bool:
    """Whether this is an http(s) origin and nothing more."""
    parts = split_web_address(text)
    return parts is not None and text == f"{parts.scheme}://{parts.netloc}"


def path_of(url: str) -> str:
    """The path of an address."""
    return urlsplit(url).path


def _key(root: str) -> tuple[str, str, int | None, str]:
    parts = urlsplit(root)
    host = _LOOPBACK_NAME if is_loopback(root) else (parts.hostname or "")
    return parts.scheme, host, parts.port or DEFAULT_PORTS.get(parts.scheme), parts.path.rstrip("/")


def names_one_of(root: str, known: Iterable[str]) -> bool:
    """Whether ``root`` is one of the known addresses of a server; all names of this machine count as one."""
    return any(_key(root) == _key(own) for own in known)
