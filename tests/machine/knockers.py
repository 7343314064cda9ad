"""The names that the server gives those who wait: they are told only to whom can let people in."""

from notebook_meet_server.rules import commands as c
from notebook_meet_server.rules.records import Meeting
from notebook_meet_server.switchboard import Line
from notebook_meet_server.switchboard.exchange import Exchange


class Knockers:
    """Listens at the exchange.

    Attributes:
        names: participant ids by line.
    """

    def __init__(self, exchange: Exchange) -> None:
        self.names: dict[int, str] = {}
        enter = exchange.enter

        def noting(line: Line, meeting: Meeting, command: c.Join | c.Knocked) -> None:
            if isinstance(command, c.Knocked):
                self.names[line.number] = command.id
            enter(line, meeting, command)

        exchange.enter = noting  # type: ignore[method-assign]
