"""Credentials for a TURN server that are good for a while, as coturn checks them with ``use-auth-secret``.

Source: draft-uberti-behave-turn-rest-00, section 2.2, and coturn's manual. Whoever has one can use the server until it runs
out, and nobody can take it back; hence it is short-lived, made for one participation, and says nothing about the person.
"""

import hmac
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Final

from notebook_meet.wire.people import IceServer

CREDENTIAL_SECONDS: Final = 600
"""How long a credential is good for unless the administrator says otherwise."""
_PSEUDONYM_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """A TURN server that knows the same secret as this one.

    Args:
        uris: its addresses.
        secret: coturn's ``static-auth-secret``.
        seconds: how long a credential is good for.
    """

    uris: tuple[str, ...]
    secret: str = field(repr=False)
    seconds: int = CREDENTIAL_SECONDS

    @property
    def renew_seconds(self) -> float:
        """After how long the next credential is made: a connection that is repaired later still finds one that is good for a while."""
        return self.seconds / 2

    def server(self, participant: str, now: float) -> IceServer:
        """The server with a credential for one participation.

        Args:
            participant: the participant's id. It is not told to the TURN server, whose log others may read.
            now: seconds since the epoch.
        """
        pseudonym = urlsafe_b64encode(self._signed(f"participant {participant}", "sha256")[:_PSEUDONYM_BYTES])
        username = f"{int(now) + self.seconds}:{pseudonym.decode()}"
        credential = b64encode(self._signed(username, "sha1")).decode()
        return IceServer(urls=list(self.uris), username=username, credential=credential)

    def _signed(self, text: str, digest: str) -> bytes:
        return hmac.digest(self.secret.encode(), text.encode(), digest)
