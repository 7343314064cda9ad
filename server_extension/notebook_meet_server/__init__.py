"""notebook-meet's server side: stores meetings and relays tickets inside a Jupyter server."""

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Where Jupyter Server finds the extension. Importing the package alone loads nothing of it."""
    from notebook_meet_server.extension import NotebookMeetExtension

    return [{"module": "notebook_meet_server", "app": NotebookMeetExtension}]
