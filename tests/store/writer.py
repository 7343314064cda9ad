"""A server's process that stores meetings and says which ones it was told are stored.

    python -m tests.store.writer <database> <server id> <how many> [<meeting id to hold>]

Prints "ready", then for every meeting its id, each as soon as its write was acknowledged. With a fourth
argument it waits for a line, tries to hold that meeting, and prints True or False.
"""

import sys
from contextlib import suppress
from pathlib import Path

from notebook_meet_server.store.errors import StorageUnavailable
from notebook_meet_server.store.sql import SqlStore
from tests.store.records import LEASE, NOW, a_meeting


def say(text: object) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def open_at_last(store: SqlStore, tries: int = 10) -> None:
    """Opens the database, and tries again while another server is opening it, as a server does with each call."""
    for _ in range(tries - 1):
        with suppress(StorageUnavailable):
            return store.open()
    return store.open()


def main(path: str, server_id: str, how_many: str, contested: str | None = None) -> None:
    store = SqlStore(Path(path))
    open_at_last(store)
    say("ready")
    for number in range(int(how_many)):
        meeting = a_meeting(id=f"{server_id}-{number}", title="x" * 200)
        store.create_meeting(meeting, "hash", server_id, NOW + LEASE)
        say(meeting.id)
    if contested is not None:
        sys.stdin.readline()
        say(store.hold(contested, server_id, NOW + LEASE, NOW + 2 * LEASE))
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
