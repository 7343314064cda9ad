"""A browser on another computer, as the kernel sees it: a network namespace with a cable (veth) to this one. Needs root."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = "10.213.0.1"
"""This end's address."""
THERE, ELSEWHERE = "10.213.0.2", "10.213.0.3"
"""The other end's address at first, and another that it can move to."""
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
        run("ip", "-n", self.name, "addr", "del", f"{THERE}/24", "dev", self.far)
        run("ip", "-n", self.name, "addr", "add", f"{ELSEWHERE}/24", "dev", self.far)
        run("ip", "-n", self.name, "route", "replace", "default", "via", HERE)


@contextmanager
def namespace() -> Iterator[Namespace]:
    """Makes one, and takes it away again with everything in it."""
    tag = f"{os.getpid() % 100_000}"
    there = Namespace(f"meet{tag}", f"mh{tag}", f"mt{tag}")
    run("ip", "netns", "add", there.name)
    try:
        run("ip", "link", "add", there.near, "type", "veth", "peer", "name", there.far, "netns", there.name)
        run("ip", "addr", "add", f"{HERE}/24", "dev", there.near)
        run("ip", "link", "set", there.near, "up")
        run("ip", "-n", there.name, "addr", "add", f"{THERE}/24", "dev", there.far)
        for device in ("lo", there.far):
            run("ip", "-n", there.name, "link", "set", device, "up")
        run("ip", "-n", there.name, "route", "add", "default", "via", HERE)
        yield there
    finally:
        run("ip", "netns", "del", there.name)


def run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
