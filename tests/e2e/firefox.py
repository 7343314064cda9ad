"""Firefox, driven by WebDriver BiDi over its own debugging port: Playwright cannot drive the one that people have.

https://w3c.github.io/webdriver-bidi/ says what the commands are.
"""

import json
import os
import shutil
import subprocess
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import websocket

from tests.e2e.people import SLOW

PREFERENCES: Final = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "permissions.default.camera": 1,
    "permissions.default.microphone": 1,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    # Nothing leaves the machine, and nothing is fetched.
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.normandy.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "extensions.update.enabled": False,
    "services.settings.server": "data:,",
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
}
PORT_FILE: Final = "WebDriverBiDiServer.json"
"""Where Firefox writes, into its profile, at which port it listens."""
_CONTROL: Final = "\ue009"


def firefox_path() -> str:
    """The browser that ``scripts/find_browser.py firefox`` found, or the one on the PATH.

    Raises:
        RuntimeError: there is none; the message says how to get one.
    """
    found = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    if not found:
        raise RuntimeError("no Firefox: run the tests with `make test`, which finds or installs one")
    return found


class FirefoxError(Exception):
    """What Firefox answers to a command that it does not carry out."""


class Firefox:
    """A Firefox with made-up devices and a profile of its own, from ``with`` to its end.

    Attributes:
        page: its only tab.
    """

    page: "FirefoxPage"

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: _Pipe | None = None

    def __enter__(self) -> Self:
        self._profile.mkdir(parents=True, exist_ok=True)
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()
        )
        (self._profile / "user.js").write_text("\n".join(lines))
        command = [
            firefox_path(), "--headless", "--no-remote", "--profile", str(self._profile),
            "--remote-debugging-port=0", "about:blank",
        ]  # fmt: skip
        with (self._profile / "firefox.log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            self._pipe = _Pipe(f"ws://127.0.0.1:{self._port()}/session")
            self._pipe.ask("session.new", capabilities={})
            self._pipe.ask("session.subscribe", events=["log.entryAdded"])
            [tab] = self._pipe.ask("browsingContext.getTree")["contexts"]
            self.page = FirefoxPage(self._pipe, tab["context"])
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        complaints = self.page.complaints
        self._end()
        if kind is None and complaints:
            raise AssertionError("\n".join(complaints))

    def _port(self) -> int:
        """The port that Firefox has chosen.

        Raises:
            RuntimeError: it ended, or did not say so in time; what it printed is in the message.
        """
        assert self._process is not None
        told = self._profile / PORT_FILE
        deadline = time.monotonic() + SLOW / 1000
        while not told.exists() or not told.read_text().endswith("}"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("Firefox did not start:\n" + (self._profile / "firefox.log").read_text())
            time.sleep(0.1)
        port: int = json.loads(told.read_text())["ws_port"]
        return port

    def _end(self) -> None:
        assert self._process is not None
        if self._pipe is not None:
            self._pipe.close()
        self._process.terminate()
        self._process.wait(SLOW / 1000)


class FirefoxPage:
    """A tab. Where its methods have the names of Playwright's, they do the same."""

    def __init__(self, pipe: "_Pipe", context: str) -> None:
        self._pipe = pipe
        self._context = context

    @property
    def complaints(self) -> list[str]:
        """The console's errors, and those that nobody caught."""
        entries = (event for event in self._pipe.events if event["level"] == "error")
        return [f"{event['text']} ({event['source'].get('context')})" for event in entries]

    def add_init_script(self, script: str) -> None:
        """Runs before the page's own scripts."""
        self._pipe.ask("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}")

    def goto(self, url: str) -> None:
        self._ask("browsingContext.navigate", url=url, wait="complete")

    def evaluate(self, expression: str, arg: Any = None) -> Any:
        """What a JavaScript function or expression gives, as data; promises are waited for.

        Raises:
            FirefoxError: it threw.
        """
        given = f"const it = ({expression}); const arg = {json.dumps(arg)};"
        run = "return JSON.stringify((await (typeof it === 'function' ? it(arg) : it)) ?? null);"
        answer = self._pipe.ask(
            "script.callFunction",
            functionDeclaration=f"async () => {{ {given} {run} }}",
            awaitPromise=True,
            target={"context": self._context},
        )
        if answer["type"] == "exception":
            raise FirefoxError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait_for_timeout(self, timeout: float) -> None:
        time.sleep(timeout / 1000)

    def click(self, role: str, name: str) -> None:
        """Clicks on what has this role and accessible name, as soon as it is there."""
        self._point(self._find(role, name))

    def fill(self, name: str, text: str) -> None:
        """Types into the textbox with this name, over what stands there."""
        self.click("textbox", name)
        keys = [(_CONTROL, "a"), *((character,) for character in text)]
        actions = [action for chord in keys for action in _press(chord)]
        self._ask("input.performActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def expect(self, role: str, name: str) -> None:
        """Waits for what has this role and accessible name."""
        self._find(role, name)

    def _find(self, role: str, name: str) -> str:
        locator = {"type": "accessibility", "value": {"role": role, "name": name}}
        deadline = time.monotonic() + SLOW / 1000
        while not (nodes := self._ask("browsingContext.locateNodes", locator=locator)["nodes"]):
            assert time.monotonic() < deadline, f"no {role} {name!r}"
            time.sleep(0.2)
        found: str = nodes[0]["sharedId"]
        return found

    def _point(self, node: str) -> None:
        self._pipe.ask(
            "script.callFunction",
            functionDeclaration="(node) => node.scrollIntoView({ block: 'center' })",
            arguments=[{"sharedId": node}],
            awaitPromise=False,
            target={"context": self._context},
        )
        at = {"type": "element", "element": {"sharedId": node}}
        press = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": at},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._ask("input.performActions", actions=[{"type": "pointer", "id": "mouse", "actions": press}])

    def _ask(self, method: str, **parameters: Any) -> Any:
        return self._pipe.ask(method, context=self._context, **parameters)


def _press(chord: tuple[str, ...]) -> list[dict[str, str]]:
    down = [{"type": "keyDown", "value": key} for key in chord]
    return [*down, *({"type": "keyUp", "value": key} for key in reversed(chord))]


class _Pipe:
    """Commands out, answers and events in, one command at a time."""

    def __init__(self, address: str) -> None:
        # An Origin would be refused: this is no web page.
        self._socket = websocket.create_connection(address, timeout=SLOW / 1000, suppress_origin=True)
        self._count = 0
        self.events: deque[Any] = deque()

    def ask(self, method: str, **parameters: Any) -> Any:
        """Carries out a command; its result.

        Raises:
            FirefoxError: Firefox refused it.
        """
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message["type"] == "event":
                self.events.append(message["params"])
            elif message["id"] == self._count:
                if message["type"] == "error":
                    raise FirefoxError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def close(self) -> None:
        self._socket.close()
