"""Hashing passcodes: slow on purpose, so never on the event loop nor on the store's thread."""

import secrets
import unicodedata
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from notebook_meet_server.store.thread import Worker

QUEUE: Final = 32
"""Most passcodes that may wait or be under way. At some 20 ms each the last one waits less than a second."""

_ARGON2: Final = PasswordHasher(
    time_cost=2,
    memory_cost=19456,  # KiB. OWASP's Password Storage Cheat Sheet, Argon2id.
    parallelism=1,
    hash_len=32,
    salt_len=16,
    type=Type.ID,
)


class PasscodeHasher:
    """Argon2id on a thread of its own."""

    def __init__(self) -> None:
        self._worker = Worker("The passcode hasher", QUEUE)
        self._dummy = _ARGON2.hash(secrets.token_urlsafe(32))

    def start(self) -> None:
        """Begin to take passcodes."""
        self._worker.start()

    async def stop(self) -> None:
        """Take no more passcodes, and finish the one that is under way."""
        await self._worker.drop()

    async def hash(self, passcode: str) -> str:
        """Give a passcode's text for ``SqlStore.set_passcode``: parameters, salt and hash.

        Raises:
            ServerBusy: too many passcodes are waiting.
        """
        return await self._worker.run(_ARGON2.hash, _typed(passcode))

    async def verify(self, stored: str | None, passcode: str) -> bool:
        """Tell whether a passcode is right.

        Args:
            stored: from ``SqlStore.passcode_hash``. None (no such meeting, or none set) takes the same time and
                is False, so that the answer's time tells nothing.

        Raises:
            ServerBusy: too many passcodes are waiting.
        """
        matches = await self._worker.run(_matches, stored or self._dummy, _typed(passcode))
        return matches and stored is not None


def _typed(passcode: str) -> str:
    """One form for what looks the same: keyboards differ in how they put accents."""
    return unicodedata.normalize("NFC", passcode)


def _matches(stored: str, passcode: str) -> bool:
    try:
        return _ARGON2.verify(stored, passcode)
    except VerifyMismatchError:
        return False
