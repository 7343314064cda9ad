"""A browser on another computer, as the kernel sees it: a network namespace with a cable (veth) to this one. Needs root."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NETWORKS = 256
"""So many private networks, 10.213.0.0/24 and those after it: each cable is one of its own, so that runs do not meet."""
QUEUE = "300ms"


def missing() -> str | None:
    """Why there can be no namespace here; None if there can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    absent = [tool for tool in ("ip", "tc") if shutil.which(tool) is None]
    if absent:
        return f"network namespaces need {absent[0]} (iproute2)"
    made = subprocess.run(["unshare", "--net", "true"], check=False, capture_output=True)
    return None if made.returncode == 0 else "this machine makes no network namespaces"


@dataclass(frozen=True)
class Namespace:
    """One other computer, and the cable to it."""

    name: str
    near: str
    far: str
    network: int

    @property
    def here(self) -> str:
        """This end's address."""
        return f"10.213.{self.network}.1"

    @property
    def there(self) -> str:
        """The other end's address at first."""
        return f"10.213.{self.network}.2"

    @property
    def elsewhere(self) -> str:
        """Another address that the other end can move to."""
        return f"10.213.{self.network}.3"

    def wrapper(self, program: str, folder: Path) -> str:
        """A program that runs ``program`` over there, with the same arguments and pipes."""
        path = folder / "over-there"
        path.write_text(f'#!/bin/sh\nexec ip netns exec {self.name} {program} "$@"\n')
        path.chmod(0o755)
        return str(path)

    def narrow(self, rate: str) -> None:
        """No more gets through than this, each way, as ``tc`` writes it."""
        for where, device in (([], self.near), (["-n", self.name], self.far)):
            run(
                "tc",
                *where,
                "qdisc",
                "replace",
                "dev",
                device,
                "root",
                "tbf",
                "rate",
                rate,
                "burst",
                "4kb",
                "latency",
                QUEUE,
            )

    def widen(self) -> None:
        for where, device in (([], self.near), (["-n", self.name], self.far)):
            run("tc", *where, "qdisc", "del", "dev", device, "root")

    def move(self) -> None:
        """It has another address from now on, as after changing the wireless network."""
        run("ip", "-n", self.name, "addr", "del", f"{self.there}/24", "dev", self.far)
        run("ip", "-n", self.name, "addr", "add", f"{self.elsewhere}/24", "dev", self.far)
        run("ip", "-n", self.name, "route", "replace", "default", "via", self.here)


@contextmanager
def namespace() -> Iterator[Namespace]:
    """Makes one, and takes it away again with everything in it."""
    sweep()
    tag = os.getpid()
    there = Namespace(f"meet{tag}", f"mh{tag}", f"mt{tag}", free_network())
    run("ip", "netns", "add", there.name)
    try:
        run("ip", "link", "add", there.near, "type", "veth", "peer", "name", there.far, "netns", there.name)
        run("ip", "addr", "add", f"{there.here}/24", "dev", there.near)
        run("ip", "link", "set", there.near, "up")
        run("ip", "-n", there.name, "addr", "add", f"{there.there}/24", "dev", there.far)
        for device in ("lo", there.far):
            run("ip", "-n", there.name, "link", "set", device, "up")
        run("ip", "-n", there.name, "route", "add", "default", "via", there.here)
        yield there
    finally:
        run("ip", "netns", "del", there.name)


def sweep() -> None:
    """Takes away what a run that was killed has left: its cable would draw the answers to another's away from it."""
    for name, owner in re.findall(r"^(meet([0-9]+))\b", run("ip", "netns", "list"), re.MULTILINE):
        if not Path(f"/proc/{owner}").exists():
            run("ip", "netns", "del", name)


def free_network() -> int:
    """The number of a network that no device of this machine is in.

    Raises:
        AssertionError: all are taken.
    """
    taken = {int(one) for one in re.findall(r"\b10\.213\.([0-9]+)\.", run("ip", "-4", "-o", "addr"))}
    free = [one for one in range(NETWORKS) if one not in taken]
    assert free, "all networks for tests are taken: see `ip addr` and `ip netns list`"
    return free[0]


def run(*command: str) -> str:
    """What it says.

    Raises:
        AssertionError: it failed.
    """
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
    return done.stdout
