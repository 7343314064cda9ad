"""The links of a meeting that people share."""

import warnings
from urllib.parse import urljoin

from notebook_meet.links import is_loopback
from notebook_meet.room.room import Room
from notebook_meet.wire.meetings import Residence


class SharedLinks:
    """The part of a ``Meeting`` that knows its addresses."""

    _room: Room
    _residence: Residence
    _page_origin: str | None
    _warned = False

    @property
    def link(self) -> str:
        """What to share. It holds no secret.

        For people who can log in to the Jupyter server; on a JupyterHub with the meeting service, for all its users.

        Warns once when only this machine's own address is known.
        """
        root = self._public_root()
        if is_loopback(root) and self._page_origin is None and not self._warned:
            self._warned = True
            warnings.warn(
                "This link works on this computer only: the server's public address is not known yet. "
                "Show the meeting in a cell first, or set c.Meet.public_url.",
                stacklevel=2,
            )
        return f"{root}{self._room.id}"

    @property
    def lab_link(self) -> str | None:
        """The form of ``link`` that opens the meeting in the recipient's own JupyterLab; it holds no secret either.

        None where people have no notebook servers of their own with which they could come: outside a JupyterHub, and
        on one without the meeting service.
        """
        lab = self._residence.lab
        return urljoin(self.link, f"{lab}{self._room.id}") if lab else None

    def _public_root(self) -> str:
        """The application's address as people reach it."""
        raise NotImplementedError
