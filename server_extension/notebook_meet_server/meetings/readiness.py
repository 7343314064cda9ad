"""Whether the server can serve: asked by whoever runs it, as often as that may be."""

from typing import Final

from notebook_meet_server.switchboard import Environment, Switchboard

GOOD_SECONDS: Final = 1.0
"""So long a good answer holds: nobody can keep the store busy by asking."""
_NOBODYS: Final = "-" * 22
"""The id of a meeting that there is not."""


class Readiness:
    """Looks whether the database answers.

    Args:
        env: the environment.
        switchboard: knows whether the server is about to end.
    """

    def __init__(self, env: Environment, switchboard: Switchboard) -> None:
        self._env = env
        self._board = switchboard
        self._good_until = float("-inf")

    async def check(self) -> None:
        """Returns when people can be served.

        Raises:
            Refused: ``server_busy``: the server is about to end.
            StorageError, ServerBusy: the database does not answer.
        """
        self._board.check_place()
        env = self._env
        if env.clock.monotonic() < self._good_until:
            return
        await env.thread.run_for_stranger(env.store.meeting, _NOBODYS)
        self._good_until = env.clock.monotonic() + GOOD_SECONDS
