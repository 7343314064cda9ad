"""What is counted of one application, for Prometheus. Labels come from our own vocabularies: none tells of a person or a meeting."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)


class Figures:
    """The figures, with a registry of their own: a process can hold several applications.

    Attributes:
        sockets: open sockets, also those that have yet to say who they are.
        meetings: meetings that somebody is in or expected back in.
        people: participations in them, by kind.
        waiting: people who wait to be let in.
        joins: participations that began, by kind; who comes back after a gap is not counted again.
        refusals: what was refused, by error code and by where: ``call``, ``socket`` (it was closed) or ``message``.
        relay: seconds from a ticket's arrival until it was handed to the recipient's connection.
    """

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        self.sockets = Gauge("notebook_meet_sockets", "Open sockets.", registry=own)
        self.meetings = Gauge("notebook_meet_meetings", "Meetings that somebody is in.", registry=own)
        self.people = Gauge("notebook_meet_people", "Participations now.", ["kind"], registry=own)
        self.waiting = Gauge("notebook_meet_waiting", "People who wait to be let in.", registry=own)
        self.joins = Counter("notebook_meet_joins", "Participations that began.", ["kind"], registry=own)
        self.refusals = Counter(
            "notebook_meet_refusals", "What was refused, by error code.", ["where", "code"], registry=own
        )
        self.relay = Histogram(
            "notebook_meet_relay_seconds",
            "From a ticket's arrival until it was handed to the recipient's connection.",
            registry=own,
            buckets=_BUCKETS,
        )

    def refused(self, where: str, code: str) -> None:
        """Counts a refusal."""
        self.refusals.labels(where, code).inc()
