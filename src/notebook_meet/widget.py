"""The cell's side of a meeting: public traits, and messages for what must not be saved (``docs/reference/widget.md``)."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets
from typing_extensions import override

from notebook_meet._version import __version__
from notebook_meet.errors import BundleMissing
from notebook_meet.links import is_origin
from notebook_meet.wire.version import PROTOCOL

_log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
"""The built bundle."""

_FILES: Final = {"_esm": "widget.js", "_css": "meet.css"}


def read_bundle() -> dict[str, str]:
    """The built script and style sheet, by the names of anywidget's traits.

    Raises:
        BundleMissing: they are not there.
    """
    try:
        return {trait: (STATIC / name).read_text(encoding="utf-8") for trait, name in _FILES.items()}
    except FileNotFoundError as error:
        raise BundleMissing(
            f"The browser part of notebook-meet is missing ({Path(error.filename).name}). "
            "Install the wheel again, or build it with 'make build' in a clone."
        ) from None


class MeetingView(anywidget.AnyWidget):
    """What a meeting shows in a cell. The traits are saved in the notebook: none is a secret, ever."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    meeting_id = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    created_at = traitlets.Float().tag(sync=True)
    base_url = traitlets.Unicode().tag(sync=True)
    public_url = traitlets.Unicode().tag(sync=True)
    service = traitlets.Unicode().tag(sync=True)
    display_name = traitlets.Unicode().tag(sync=True)
    protocol = traitlets.Int(PROTOCOL).tag(sync=True)
    version = traitlets.Unicode(__version__).tag(sync=True)

    def __init__(self, secrets: Mapping[str, str], **traits: str | float) -> None:
        self._secrets = dict(secrets)
        self._invites: dict[str, str] = {}
        self._page_origin: str | None = None
        super().__init__(**traits)
        self.on_msg(self._asked)

    def _asked(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"type": "credentials"}:
                self._tell_credentials()
            case {"type": "origin", "origin": str(origin)} if is_origin(origin):
                self._page_origin = origin
            case _:
                _log.debug("a message of the view was not understood")

    def _keep_invite(self, invite: str, secret: str) -> None:
        """Lets the Invite panel copy the link of an invite that was made here."""
        self._invites[invite] = secret
        if self.comm is not None:
            self._tell_credentials()

    def _tell_credentials(self) -> None:
        invites = {"invites": self._invites} if self._invites else {}
        self.send({"type": "credentials", **self._secrets, **invites})

    def _fallback(self) -> str:
        """The meeting in plain text, for where no widget can be shown."""
        raise NotImplementedError

    @override
    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle: tuple[dict[str, Any], dict[str, Any]] | None = super()._repr_mimebundle_(**kwargs)
        if bundle is not None:
            bundle[0]["text/plain"] = self._fallback()
        return bundle
