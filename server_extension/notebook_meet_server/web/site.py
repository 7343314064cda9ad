"""What the handlers work with, handed in by the composition root."""

from dataclasses import dataclass

from notebook_meet_server.meetings import Meetings
from notebook_meet_server.rules.origin import Origins
from notebook_meet_server.switchboard import Switchboard
from notebook_meet_server.web.assets import Assets
from notebook_meet_server.web.authenticator import Authenticator


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One application.

    Args:
        root: path of the application's root, with a slash at both ends.
        public_url: the application's root as people outside reach it, if that was set.
        origins: the origins allowed besides a request's own host.
        authenticator: says who is calling.
        meetings: the use cases behind the REST calls.
        switchboard: the live connections.
        assets: the browser bundle.
    """

    root: str
    public_url: str | None
    origins: Origins
    authenticator: Authenticator
    meetings: Meetings
    switchboard: Switchboard
    assets: Assets


@dataclass(slots=True)
class Opening:
    """What stands in the URL table, since that has to be there before the application can be.

    Args:
        site: the application, once it was started.
    """

    site: Site | None = None
