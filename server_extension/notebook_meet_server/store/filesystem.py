"""Which journal a database may use where it lives.

SQLite's write-ahead log needs memory shared by all its users, which machines on a network filesystem do
not have: there WAL loses data (https://sqlite.org/wal.html, section 1). Homes on hubs are often NFS.
"""

import re
from pathlib import PurePosixPath
from typing import Final

LOCAL: Final = frozenset(
    {
        "apfs",
        "bcachefs",
        "btrfs",
        "ext2",
        "ext3",
        "ext4",
        "f2fs",
        "jfs",
        "overlay",
        "ramfs",
        "reiserfs",
        "tmpfs",
        "xfs",
        "zfs",
    }
)
"""Filesystems of one machine. Anything else (NFS, CIFS, Lustre, FUSE, shares of a virtual machine) may have others."""


def filesystem_type(mountinfo: str, path: PurePosixPath) -> str | None:
    """Tell the type of the filesystem that a path is on.

    Args:
        mountinfo: text of ``/proc/self/mountinfo`` (proc_pid_mountinfo(5)).
        path: absolute, without symbolic links.

    Returns:
        the type as the kernel names it; None when no mount point leads to the path.
    """
    deepest: tuple[int, str] | None = None
    for line in mountinfo.splitlines():
        mount, separator, source = line.partition(" - ")
        fields = mount.split(" ")
        if not separator or len(fields) < 5:
            continue
        point = PurePosixPath(_unescaped(fields[4]))
        # Of several mounts at one point the last one listed is on top.
        if path.is_relative_to(point) and (deepest is None or len(point.parts) >= deepest[0]):
            deepest = (len(point.parts), source.split(" ")[0])
    return None if deepest is None else deepest[1]


def wal_is_safe(mountinfo: str, path: PurePosixPath) -> bool:
    """Tell whether a database at this path may use WAL: only where the filesystem is known to be local."""
    return filesystem_type(mountinfo, path) in LOCAL


def _unescaped(field: str) -> str:
    """Undo the octal escapes for blank, tab, newline and backslash."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)
