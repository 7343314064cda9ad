"""The real extension with two of its handlers exchanged."""

from typing_extensions import override

from notebook_meet_server.extension import PREFIX, NotebookMeetExtension
from notebook_meet_server.jupyter_login import on_jupyter
from notebook_meet_server.web import routes
from notebook_meet_server.web.api import AdmissionsCall
from notebook_meet_server.web.socket import Socket
from tests.faults.script import Scripts
from tests.faults.socket import SETTING, FaultyAdmissions, FaultySocket

EXCHANGED = {AdmissionsCall: FaultyAdmissions, Socket: FaultySocket}


class FaultyExtension(NotebookMeetExtension):
    """Plays the script that an admission was asked for with."""

    @override
    def initialize_settings(self) -> None:
        super().initialize_settings()
        self.settings[SETTING] = Scripts()

    @override
    def initialize_handlers(self) -> None:
        super().initialize_handlers()
        table = [
            (pattern, on_jupyter(EXCHANGED[handler]), kwargs)
            for pattern, handler, kwargs in routes.routes(PREFIX, self._opening)
            if handler in EXCHANGED
        ]
        self.handlers[:0] = table  # the first that fits wins
