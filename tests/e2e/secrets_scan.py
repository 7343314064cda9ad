"""Collects every secret that a browser sees, and looks for them where none may ever be."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Request, WebSocket

from tests.jupyter import JupyterServer, running

WEB = {"http", "https", "ws", "wss"}
SECRET_FIELDS = {"admission", "secret", "host_key", "invite", "resume", "token", "passcode", "credential"}
ICE_PASSWORD = re.compile(r"a=(?:ice-pwd|fingerprint):([^\\\s\"]{16,})")


@dataclass
class Secrets:
    """What must not be found, by what it is. ``urls`` are the places that are already known, ``ports`` our servers'."""

    found: dict[str, str] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    ports: set[int | None] = field(default_factory=set)

    def watch(self, context: BrowserContext) -> None:
        """Reads along everything that the context's pages send and receive."""
        context.on("request", self._request)
        context.on("page", lambda page: page.on("websocket", self._socket))

    def add(self, what: str, secret: str) -> None:
        self.found[secret] = what

    def _request(self, request: Request) -> None:
        self.urls.append(request.url)
        if "/meet/api/" in request.url and request.post_data:
            self._text(request.post_data)

    def _socket(self, socket: WebSocket) -> None:
        self.urls.append(socket.url)
        if "/meet/api/" in socket.url:
            socket.on("framesent", self._text)
            socket.on("framereceived", self._text)

    def _text(self, payload: "str | bytes") -> None:
        text = payload if isinstance(payload, str) else payload.decode("utf-8", "replace")
        for password in ICE_PASSWORD.findall(text):
            self.add("SDP", password)
        try:
            document = json.loads(text)
        except ValueError:
            return  # not ours
        for name, value in _strings(document):
            if name in SECRET_FIELDS and len(value) >= 8:
                self.add(name, value)

    def of_kernels(self, server: JupyterServer) -> None:
        """Adds the secret that the server gave to its kernels, as it stands in their environment."""
        for secret in server.kernel_variables("NOTEBOOK_MEET_SECRET"):
            self.add("kernels' secret", secret)

    def strange_hosts(self) -> set[str]:
        """Hosts that a page asked for anything, other than our servers."""
        addresses = [urlsplit(url) for url in self.urls]
        return {a.netloc for a in addresses if a.scheme in WEB and a.port not in self.ports}

    def leaks(self, folder: Path) -> list[str]:
        """Where a secret stands: files below ``folder`` and addresses.

        What a person wrote is theirs: the source of cells, in notebooks and in IPython's history.
        """
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != "history.sqlite"]
        places = {str(path.relative_to(folder)): _readable(path) for path in files}
        places.update({f"address {number}": url for number, url in enumerate(self.urls)})
        return [
            f"{what} in {place}"
            for place, text in places.items()
            for secret, what in self.found.items()
            if secret in text
        ]

    def expect_kept(self, folder: Path) -> None:
        """Nothing that a server left behind in its folder holds a secret, and no page asked anybody else for anything."""
        assert self.leaks(folder) == []
        assert self.strange_hosts() == set(), "something was loaded from elsewhere"


@contextmanager
def watched(server: JupyterServer, secrets: Secrets) -> Iterator[JupyterServer]:
    """The server, started. When the block is left, nothing that it left behind may hold a secret."""
    secrets.ports.add(server.port)
    with running(server):
        yield server
        secrets.of_kernels(server)
    secrets.expect_kept(server.folder)


def _readable(path: Path) -> str:
    text = path.read_bytes().decode("utf-8", "replace")
    if path.suffix != ".ipynb":
        return text
    document: dict[str, Any] = json.loads(text)
    for cell in document.get("cells", []):
        cell.pop("source", None)  # what a person wrote is theirs
    return json.dumps(document)


def _strings(document: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(document, str):
        yield name, document
    elif isinstance(document, dict):
        for key, value in document.items():
            yield from _strings(value, key)
    elif isinstance(document, list):
        for value in document:
            yield from _strings(value, name)
