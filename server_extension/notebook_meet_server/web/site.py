"""What the handlers work with, handed in by the composition root."""

from dataclasses import dataclass

from notebook_meet_server.meetings import Meetings, Readiness
from notebook_meet_server.rules.origin import Origins
from notebook_meet_server.switchboard import Switchboard
from notebook_meet_server.web.assets import Assets
from notebook_meet_server.web.authenticator import Authenticator


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What every handler needs.

    Args:
        root: path of the application's root, with a slash at both ends.
        origins: the origins allowed besides a request's own host.
        authenticator: says who is calling.
        assets: the browser bundle.
    """

    root: str
    origins: Origins
    authenticator: Authenticator
    assets: Assets


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Front):
    """One application, with its meetings.

    Args:
        public_url: the application's root as people outside reach it, if that was set.
        meetings: the use cases behind the REST calls.
        switchboard: the live connections.
        readiness: whether people can be served.
    """

    public_url: str | None
    meetings: Meetings
    switchboard: Switchboard
    readiness: Readiness


@dataclass(slots=True)
class Opening:
    """What stands in the URL table, since that has to be there before the application can be.

    Args:
        front: the application, once it was started.
    """

    front: Front | None = None

    @property
    def site(self) -> Site | None:
        """The application, if it was started and has meetings of its own."""
        return self.front if isinstance(self.front, Site) else None
