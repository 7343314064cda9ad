"""A notebook-meet server that misbehaves by script, for tests of clients; never shipped.

Each admission may bring a script of its own, in the header ``Notebook-Meet-Faults`` of the request for it. So tests share a
server and nothing else. Load it in place of the real extension::

    jupyter server --ServerApp.jpserver_extensions="{'notebook_meet_server': False, 'tests.faults': True}"
"""

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from tests.faults.extension import FaultyExtension

    return [{"module": "tests.faults", "app": FaultyExtension}]
