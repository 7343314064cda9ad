"""How long a page in a call is without its server after a cut, an orderly restart and a crash, and whether pictures stop."""

import os
import socket
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from load.sight import MINUTE, forget_pictures, longest_gap, watch_pictures
from playwright.sync_api import Browser, sync_playwright
from rows import Row

from tests.chaos import LoopThread, TcpProxy
from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path
from tests.e2e.media import expect_media_from
from tests.e2e.meetings import created
from tests.e2e.people import People, Person
from tests.e2e.secrets_scan import Secrets
from tests.e2e.waiting import wait_until
from tests.jupyter import JupyterServer, running

NAME = "Recovery of the connection to the server"
NOTE = """Two pages of one Chromium in a call, through a TCP proxy on this machine. A cut resets every socket; from the reset until the page has
heard `resumed` or `welcome`, for both pages. Restarts: from when the server's port takes connections again. Media gap: the longest time between
two pictures of the other that a page has shown, from just before the fault until it is over; beside it the same without any fault, and without any but
with another Jupyter server that starts on the same cores, since a start takes all of one for a second or two."""
CUTS = int(os.environ.get("ROUNDS", "200"))
RESTARTS = max(1, CUTS // 20)

# Both clocks are the machine's: Date.now() and time.time().
WATCH = """(() => {
  const back = (window.__back = []);
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("message", ({ data }) => {
        if (/^\\{"type":"(resumed|welcome)"/.test(data)) back.push(Date.now());
      });
    }
  };
})();"""


class Call:
    """Two people in a call."""

    def __init__(self, browser: Browser, server: JupyterServer, people: People) -> None:
        secrets = Secrets()
        self.people: list[Person] = []
        link = f"{server.url}meet/{created(server, 'Recovery')}"
        for name in ("Ada", "Grace"):
            someone = people.meet(browser, server, name, secrets)
            someone.context.add_init_script(WATCH)
            someone.page.goto(link)
            someone.join()
            self.people.append(someone)
        for someone, other in zip(self.people, ("Grace", "Ada"), strict=True):
            expect_media_from(someone.page, 1)
            watch_pictures(someone.page, other)

    def forget(self) -> None:
        """What happened so far does not count."""
        for someone in self.people:
            someone.page.evaluate("() => { window.__back.length = 0; }")
            forget_pictures(someone.page)

    def back(self) -> list[float]:
        """When each page was back, in milliseconds since the epoch; waits until both are."""
        for someone in self.people:
            wait_until(someone.page, "() => window.__back.length > 0", timeout=MINUTE)
        return [someone.page.evaluate("window.__back[0]") for someone in self.people]

    def gaps(self) -> list[float]:
        """The longest gap between two pictures, in each page."""
        return [longest_gap(someone.page) for someone in self.people]


class PortWatch:
    """Notes when a port takes connections again."""

    def __init__(self, port: int) -> None:
        self.at = 0.0
        self._port = port
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self.at:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    self.at = 1000 * time.time()
            time.sleep(0.005)

    def found(self) -> float:
        """Milliseconds since the epoch."""
        self._thread.join()
        return self.at


def cut(call: Call, proxy: TcpProxy, chaos: LoopThread) -> tuple[list[float], list[float]]:
    """Milliseconds until each page is back, and each page's longest gap."""
    call.forget()
    at = 1000 * time.time()
    chaos.run(proxy.cut())
    times = [back - at for back in call.back()]
    return times, call.gaps()


def restart(call: Call, server: JupyterServer, *, kill: bool) -> tuple[list[float], list[float]]:
    """The same, from when the port is back. A page that is faster than the watch counts as 0."""
    call.forget()
    (server.kill if kill else server.stop)()
    port = PortWatch(server.port)
    server.start()
    up = port.found()
    times = [max(0.0, back - up) for back in call.back()]
    return times, call.gaps()


def quiet(call: Call, seconds: float) -> list[float]:
    """Each page's longest gap when nothing happens."""
    call.forget()
    call.people[0].page.wait_for_timeout(1000 * seconds)
    return call.gaps()


def beside(call: Call) -> list[float]:
    """Each page's longest gap while another server, which has nothing to do with the call, starts on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        call.forget()
        with running(JupyterServer(Path(folder), app="server")):
            return call.gaps()


def measure() -> list[Row]:
    """One call through everything."""
    times: dict[str, list[float]] = {"cut": [], "stop": [], "kill": []}
    gaps: dict[str, list[float]] = {"cut": [], "stop": [], "kill": [], "quiet": [], "beside": []}
    flags = [flag for flag in CHROMIUM_FLAGS if "fake-device" not in flag] + [
        "--use-fake-device-for-media-stream=fps=24"
    ]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, LoopThread() as chaos:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
        server = JupyterServer(Path(folder), app="server")
        with running(server), chaos.holding(TcpProxy(server.port)) as proxy:
            people = People()
            call = Call(browser, replace(server, port=proxy.port), people)
            for _ in range(CUTS):
                add(times["cut"], gaps["cut"], cut(call, proxy, chaos))
            for _ in range(RESTARTS):
                gaps["quiet"] += quiet(call, 5)
                gaps["beside"] += beside(call)
                add(times["stop"], gaps["stop"], restart(call, server, kill=False))
                add(times["kill"], gaps["kill"], restart(call, server, kill=True))
            browser.close()
    return [
        Row("back after a cut", "ms", times["cut"], bound=1000, judged="p95"),
        Row("back after a cut, the slowest", "ms", times["cut"], bound=3000, judged="max"),
        Row("back after SIGTERM and a start", "ms", times["stop"], bound=3000, judged="p95"),
        Row("back after SIGKILL and a start", "ms", times["kill"], bound=5000, judged="p95"),
        Row("longest media gap, without any fault", "ms", gaps["quiet"]),
        Row("longest media gap while another server starts", "ms", gaps["beside"]),
        Row("longest media gap, cut", "ms", gaps["cut"], bound=200, judged="max"),
        Row("longest media gap, SIGTERM", "ms", gaps["stop"], bound=200, judged="max"),
        Row("longest media gap, SIGKILL", "ms", gaps["kill"], bound=200, judged="max"),
    ]


def add(times: list[float], gaps: list[float], measured: tuple[list[float], list[float]]) -> None:
    """Keeps what one fault brought."""
    times += measured[0]
    gaps += measured[1]
