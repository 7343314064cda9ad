"""On a hub: what becomes of somebody in a meeting whose rights were looked at again."""

from collections.abc import Mapping
from typing import Final, Literal

Standing = Literal["good", "lost", "unknown"]
"""``lost``: the hub knows the person and says no. ``unknown``: there is no login by which the hub could be asked,
because the service was started again since or because the login is over."""

VERDICTS: Final[Mapping[Standing, str | None]] = {
    "good": None,
    "lost": "hub_not_allowed",
    "unknown": "resume_refused",
}
"""Why somebody is put out; None to stay. Who is merely unknown may ask for admission anew, with a login that counts
(close code 4401); clients do so by themselves, so nobody notices whose login is in order."""
