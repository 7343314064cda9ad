"""``python -m load.unthrottled``: a Jupyter server that lets its callers speak as fast as they can.

For benchmarks only; nothing that is installed can do that. Everything else is as users run it. What few callers
say here in a closed loop is a load of many hundred people, each of whom stays far below the limits.
"""

from notebook_meet.wire import limits


def main() -> None:
    """Raises the limits before anything has read them, and starts the server."""
    limits.MESSAGES_PER_SECOND = 1e9  # type: ignore[misc]
    limits.MESSAGE_BURST = 10**9  # type: ignore[misc]

    from notebook_meet_server.rules import pace

    pace.CALLS_PER_SECOND = 1e9  # type: ignore[misc]
    pace.CALL_BURST = 10**9  # type: ignore[misc]

    from jupyter_server.serverapp import main as run

    run()


if __name__ == "__main__":
    main()
