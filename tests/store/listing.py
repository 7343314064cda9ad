"""What a store has to tell."""

from notebook_meet_server.store.sql import SqlStore
from tests.store.records import HERE, NOW


def listed(store: SqlStore, server_id: str = HERE) -> set[str]:
    """The ids of the server's own meetings that ``server_id`` holds, or may adopt at ``NOW``."""
    return {meeting.id for meeting in store.meetings_of("server", server_id, NOW)}
