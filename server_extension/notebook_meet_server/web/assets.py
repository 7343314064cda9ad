"""The files that the page loads."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
"""What is served, by suffix; a file of another kind is not there."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its content, its media type, and a short hash of the content."""

    content: bytes
    media_type: str
    version: str


class Assets:
    """Files of the given folders, by name. They are small and read again only when they changed.

    Args:
        folders: where to look, in this order. Subfolders are not served.
    """

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._read: dict[Path, tuple[tuple[int, int], Asset]] = {}

    def get(self, name: str) -> Asset | None:
        """A file; None when there is none of that name, or it may not be served."""
        media_type = _TYPES.get(Path(name).suffix)
        if media_type is None or Path(name).name != name or "\0" in name:
            return None
        for folder in self._folders:
            path = folder / name
            if path.is_file() and not path.is_symlink():
                return self._fresh(path, media_type)
        return None

    def version(self, name: str) -> str | None:
        """The hash for a link to a file; None when the file is missing."""
        asset = self.get(name)
        return asset.version if asset else None

    def _fresh(self, path: Path, media_type: str) -> Asset:
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._read.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        content = path.read_bytes()
        asset = Asset(content, media_type, hashlib.sha256(content).hexdigest()[:16])
        self._read[path] = (stamp, asset)
        return asset
