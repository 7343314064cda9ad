"""Print the path of coturn's ``turnserver`` for the tests, installing Debian's package where that is possible.

    python scripts/find_coturn.py

Looked for, in this order: $TURNSERVER; PATH; Debian's package (as root, where nothing would start it as a service). Prints
nothing when there is none: the tests that need it are then skipped, and say why.
"""

import os
import shutil
import sys
from pathlib import Path

from find_browser import is_debian, run

ADVICE = """\
No coturn was found and none was installed: the tests of a TURN server will be skipped.
Install it (Debian and Ubuntu: apt install coturn), or set TURNSERVER=/path/to/turnserver."""


def from_debian() -> None:
    """Install Debian's package. Where systemd runs it would start a server that listens to everybody: there people decide."""
    if os.geteuid() == 0 and is_debian() and not Path("/run/systemd/system").exists():
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-q", "-y", "--no-install-recommends", "coturn")


def main() -> None:
    """Print the program's path."""
    name = os.environ.get("TURNSERVER") or "turnserver"
    if shutil.which(name) is None and name == "turnserver":
        from_debian()
    found = shutil.which(name)
    print(found or "")
    if found is None:
        print(ADVICE, file=sys.stderr)


if __name__ == "__main__":
    main()
