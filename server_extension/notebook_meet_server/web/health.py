"""For whoever runs the server: whether it lives, and whether it can serve. Needs no login and tells nothing else."""
# mypy: disable-error-code="explicit-override, mutable-override"
# (Tornado declares the methods of a handler as attributes.)

from typing import ClassVar

from notebook_meet_server.web.handler import Handler


class Alive(Handler):
    """Answers as long as the process does."""

    ACTIONS: ClassVar = {"GET": "health", "HEAD": "health"}

    async def get(self) -> None:
        self.set_status(204)

    head = get


class Ready(Handler):
    """Answers with 204 when people can be served, else with 503 and the reason's code."""

    ACTIONS: ClassVar = {"GET": "health", "HEAD": "health"}

    async def get(self) -> None:
        await self.site.readiness.check()
        self.set_status(204)

    head = get
