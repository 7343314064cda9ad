"""Which filesystem a path is on, from the text that Linux gives."""

from pathlib import PurePosixPath

import pytest

from notebook_meet_server.store.filesystem import filesystem_type, wal_is_safe

MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
40 27 0:50 / /home rw,relatime shared:7 - nfs4 server:/export/home rw,vers=4.2,addr=10.0.0.1
41 40 0:51 / /home/ada/scratch rw,relatime shared:8 master:3 - xfs /dev/vdb rw
42 27 0:52 / /mnt/with\040blank rw - cifs //server/share rw
43 27 0:53 / /srv rw - ext4 /dev/vdc rw
44 43 0:54 / /srv rw - fuse.sshfs ada@host:/ rw
45 27 0:55 / /lustre rw - lustre mgs:/scratch rw
46 27 0:56 / /fast rw - tmpfs tmpfs rw
47 27 0:57 / /new rw - somefs none rw
this line is not one of them
"""


@pytest.mark.parametrize(
    ("path", "filesystem", "safe"),
    [
        ("/var/lib/meet.db", "ext4", True),
        ("/home/ada/.local/share/meet.db", "nfs4", False),
        ("/home/ada/scratch/meet.db", "xfs", True),
        ("/home/ada/scratchpad/meet.db", "nfs4", False),
        ("/homework/meet.db", "ext4", True),
        ("/mnt/with blank/meet.db", "cifs", False),
        ("/srv/meet.db", "fuse.sshfs", False),
        ("/lustre/meet.db", "lustre", False),
        ("/fast/meet.db", "tmpfs", True),
        ("/new/meet.db", "somefs", False),
    ],
)
def test_the_deepest_and_latest_mount_counts(path: str, filesystem: str, safe: bool) -> None:
    assert filesystem_type(MOUNTS, PurePosixPath(path)) == filesystem
    assert wal_is_safe(MOUNTS, PurePosixPath(path)) is safe


def test_no_mount_is_not_safe() -> None:
    assert filesystem_type("", PurePosixPath("/meet.db")) is None
    assert not wal_is_safe("", PurePosixPath("/meet.db"))
