"""A real TURN server on loopback, with the configuration that docs/howto/turn.md gives to administrators."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest

from tests.jupyter import free_port

PAGE = Path(__file__).parents[1] / "docs" / "howto" / "turn.md"
SECRET = "a secret of the tests, long enough"
ON_LOOPBACK = """
listening-ip=127.0.0.1
relay-ip=127.0.0.1
allow-loopback-peers
no-tls
no-dtls
"""
"""What loopback needs beside the page's lines."""


def documented() -> str:
    """The configuration on the page."""
    (found,) = re.findall(
        r"^   ```ini\n(.*?)^   ```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return dedent(found)


def program() -> str:
    """coturn's program; the test is skipped where there is none."""
    found = shutil.which(os.environ.get("TURNSERVER") or "turnserver")
    if found is None:
        pytest.skip(
            "no coturn: `make test` looks for it, and installs it where it can (scripts/find_coturn.py)"
        )
    return found


@dataclass
class Coturn:
    """A running server."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def uri(self, transport: str) -> str:
        return f"turn:127.0.0.1:{self.port}?transport={transport}"

    @property
    def log(self) -> str:
        return (self.folder / "coturn.log").read_text()

    def start(self) -> None:
        """Starts it and waits until it listens.

        Raises:
            RuntimeError: it ended, or does not listen; the log's end is in the message.
        """
        configuration = self.folder / "turnserver.conf"
        configuration.write_text(self.configuration)
        with (self.folder / "coturn.log").open("ab") as log:
            self.process = subprocess.Popen(
                [program(), "-c", str(configuration)],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        deadline = time.monotonic() + 20
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"coturn did not start:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL: every relay is gone."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=10)

    @property
    def configuration(self) -> str:
        """The page's, with what is different here."""
        own = {
            r"^listening-port=.*$": f"listening-port={self.port}",
            r"^static-auth-secret=.*$": f"static-auth-secret={SECRET}",
            r"^(tls-listening-port|cert|pkey)=.*\n": "",
        }
        text = documented()
        for pattern, ours in own.items():
            text, changed = re.subn(pattern, ours, text, flags=re.MULTILINE)
            assert changed, f"the page's configuration has no {pattern}"
        files = f"pidfile={self.folder}/pid\nuserdb={self.folder}/db\nlog-file=stdout\n"
        return text + ON_LOOPBACK + files

    def answers(self) -> bool:
        with socket.socket() as probe, suppress(OSError):
            probe.connect(("127.0.0.1", self.port))
            return True
        return False


@contextmanager
def running_coturn(folder: Path) -> Iterator[Coturn]:
    """The server, started; ended when the block is left.

    Raises:
        RuntimeError: it ended, or does not listen; the log's end is in the message.
    """
    coturn = Coturn(folder)
    coturn.start()
    try:
        yield coturn
    finally:
        coturn.kill()
