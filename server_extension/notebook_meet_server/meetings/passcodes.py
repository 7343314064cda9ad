"""Checks passcodes, slowly and not too often."""

import asyncio
from weakref import WeakValueDictionary

from notebook_meet_server.rules.admission import Right
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.rules.throttle import Throttle
from notebook_meet_server.store.passcodes import PasscodeHasher
from notebook_meet_server.switchboard import Environment


class PasscodeCheck:
    """Asks for the passcode where the right to come in depends on it.

    Who needs none learns nothing about it, or people inside could guess for those outside. But for hosts, who can set
    another one: they hear that theirs is wrong as long as anybody may try, and come in unchecked after that.

    Tries in one meeting are handled one after the other: so many at once cannot slip through before
    the first of them has failed.
    """

    def __init__(self, env: Environment, hasher: PasscodeHasher) -> None:
        self._env = env
        self._hasher = hasher
        self._throttle = Throttle()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def check(self, right: Right, passcode: str | None) -> None:
        """Returns when the passcode is right, or none is needed.

        Raises:
            Refused: ``passcode_required``, ``passcode_mismatch`` (also for a host, who needs none) or ``throttled``.
            StorageError, ServerBusy: it could not be checked.
        """
        meeting = right.meeting
        if not meeting.has_passcode:
            return
        if passcode is None:
            if right.passcode_needed:
                raise Refused("passcode_required")
            return
        if right.passcode_needed:
            await self._try(right, passcode)
        elif right.role == "host":
            try:
                await self._try(right, passcode)
            except Refused as no:
                # Somebody else's guessing keeps no host out.
                if no.code != "throttled":
                    raise

    async def _try(self, right: Right, passcode: str) -> None:
        meeting = right.meeting
        self._may_try(right)
        async with self._locks.setdefault(meeting.id, asyncio.Lock()):
            self._may_try(right)
            await self._verify(right, passcode)

    def _may_try(self, right: Right) -> None:
        now = self._env.clock.monotonic()
        self._throttle.prune(now)
        self._throttle.check(right.meeting.id, right.throttled_as, now)

    async def _verify(self, right: Right, passcode: str) -> None:
        env, meeting_id, person = self._env, right.meeting.id, right.throttled_as
        stored = await env.thread.run(env.store.passcode_hash, meeting_id)
        if await self._hasher.verify(stored, passcode):
            self._throttle.passed(meeting_id, person)
            return
        self._throttle.failed(meeting_id, person, env.clock.monotonic())
        raise Refused("passcode_mismatch")
