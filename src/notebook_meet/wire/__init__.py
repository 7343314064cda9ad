"""The wire format: every message, REST body, code and limit that server, kernel and browser share.

This package is the single definition of the protocol in ``docs/protocol.md``. It imports nothing of
the rest of the project, so the server can use it without loading the widget, and the browser's types
and validators are generated from it (``python -m notebook_meet.wire.schema``).
"""
