"""How long until a silent line, a page that went, or a broken path of the media is noticed, and what follows from it."""

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from load.sight import (
    MINUTE,
    forget_pictures,
    gone,
    longest_gap,
    note,
    picture_after,
    says,
    shown,
    watch_pictures,
)
from playwright.sync_api import sync_playwright
from rows import Row

from tests.chaos import BLACKOUT, LoopThread, Paths, TcpProxy
from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path
from tests.e2e.lost import expect_back
from tests.e2e.media import expect_media_from
from tests.e2e.meetings import created
from tests.e2e.people import People, Person
from tests.e2e.secrets_scan import Secrets
from tests.e2e.test_network_path import a_call
from tests.e2e.test_page_gone import asleep
from tests.jupyter import JupyterServer, running

NAME = "A line, a page or a path goes"
NOTE = """Two people in a call, on this machine; the line of one leads through a TCP proxy with 20 ms each way. Everything is timed by what a page shows,
from just before the fault. The line: the proxy holds everything back, each time at another moment between two pings; both pages then show
*Reconnecting*, one because the page has noticed, one because the server has. Sleep: every process of that browser stands still until the others see
it as away, and wakes up with a line that works, or with a silent one; a page waits 3 s for an answer then, so 3.1 s is as good as it gets. The path:
the media leads through UDP proxies; all that there are lose everything from one moment on, and new ones work. It takes Chromium several seconds to say
so, which is in its own row; the rest is counted from the first page's notice, for both pages."""
ROUNDS = int(os.environ.get("ROUNDS", "4"))
PING_SECONDS = 3.0
LINE_SECONDS = 0.02

STATES = """() => {
  window.__states = [];
  for (const one of window.__connections)
    one.addEventListener("connectionstatechange", () => window.__states.push([Date.now(), one.connectionState]));
}"""
NOTICED = """() => window.__states.find(([, state]) => state !== "connected")?.[0] ?? 0"""
REPAIRED = """(at) => window.__states.find(([when, state]) => when > at && state === "connected")?.[0] ?? 0"""
STATUS = '[aria-label="Connection"]'
TILE = 'figure[aria-label="Grace"]'

Times = defaultdict[str, list[float]]


def now() -> float:
    """Milliseconds since the epoch, as ``Date.now()``."""
    return 1000 * time.time()


def silent(ada: Person, grace: Person, proxy: TcpProxy, chaos: LoopThread, times: Times) -> None:
    """Nothing passes any more between Grace's page and the server, and nobody is told."""
    for number in range(ROUNDS):
        ada.page.wait_for_timeout(1000 * PING_SECONDS * number / ROUNDS)
        note(ada.page, says(TILE, "Reconnecting"))
        note(grace.page, says(STATUS, "Reconnecting"))
        at = now()
        chaos.run(proxy.stall())
        times["silent, page"].append(shown(grace.page) - at)
        times["silent, server"].append(shown(ada.page) - at)
        chaos.run(proxy.flow())
        expect_back(ada, grace)


def woken(ada: Person, grace: Person, proxy: TcpProxy, chaos: LoopThread, times: Times) -> None:
    """Grace's computer sleeps for so long that the server gives her up; when it wakes the line works, or is silent."""
    laptop = grace.context.browser
    assert laptop is not None
    for number in range(2 * ROUNDS):
        silence = number % 2 == 1
        note(ada.page, says(TILE, "Reconnecting"))
        note(grace.page, says(STATUS, "Reconnecting"))
        with asleep(laptop):
            if silence:
                chaos.run(proxy.stall())
            shown(ada.page)
            note(ada.page, f"() => !({says(TILE, 'Reconnecting')})()")
            at = now()
        if silence:
            times["woken, silent"].append(shown(grace.page) - at)
            chaos.run(proxy.flow())
        else:
            times["woken"].append(shown(ada.page) - at)
        expect_back(ada, grace)


def until_gone(ada: Person, grace: Person, go: Callable[[], object]) -> float:
    """Milliseconds until the tile that Grace has now is gone for Ada; she is in again when this returns."""
    ada.tile("Grace").wait_for()
    address = grace.page.url
    note(ada.page, gone("Grace"))
    at = now()
    go()
    milliseconds = shown(ada.page) - at
    if grace.page.is_closed():
        grace.page = grace.context.new_page()
        grace.page.goto(address)
    if grace.tiles.count() == 0:
        grace.join()
    return milliseconds


def page_gone(ada: Person, grace: Person, times: Times) -> None:
    """Grace reloads her page, with and without the click that brings it back, or closes it."""

    def reload_and_click() -> None:
        grace.page.reload()
        grace.join()

    for _ in range(ROUNDS):
        times["reloaded, clicked"].append(until_gone(ada, grace, reload_and_click))
        times["reloaded"].append(until_gone(ada, grace, grace.page.reload))
        times["closed"].append(until_gone(ada, grace, grace.page.close))


def path_gone(people: tuple[Person, Person], paths: Paths, chaos: LoopThread, times: Times) -> None:
    """The ways that the media takes break; others can be found."""
    for someone, other in zip(people, ("Grace", "Ada"), strict=True):
        watch_pictures(someone.page, other)
        someone.page.evaluate(STATES)
    for _ in range(ROUNDS):
        for someone in people:
            expect_media_from(someone.page, 1)
            someone.page.evaluate("() => { window.__states.length = 0; }")
            forget_pictures(someone.page)
        at = now()
        chaos.run(paths.turn(BLACKOUT))
        first = first_notice(people)
        times["path, noticed"].append(first - at)
        for someone in people:
            times["path, pictures"].append(picture_after(someone.page, first) - first)
            times["path, gap"].append(longest_gap(someone.page))
            # A page that was told before it noticed has nothing to say here.
            if (repaired := someone.page.evaluate(REPAIRED, first)) > 0:
                times["path, repaired"].append(repaired - first)


def first_notice(people: tuple[Person, Person]) -> float:
    """When the first of the pages noticed; the other one may be told of the repair before it does.

    Raises:
        AssertionError: none did within a minute.
    """
    deadline = now() + MINUTE
    while now() < deadline:
        moments = [moment for someone in people if (moment := someone.page.evaluate(NOTICED))]
        if moments:
            return float(min(moments))
        people[0].page.wait_for_timeout(100)
    raise AssertionError("no page noticed that the path is broken")


def measure() -> list[Row]:
    """One call for the line and the page, another for the path."""
    times: Times = defaultdict(list)
    people = People()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, LoopThread() as chaos:
        browser, laptop = [
            playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS) for _ in range(2)
        ]
        server = JupyterServer(Path(folder), app="server")
        with running(server), chaos.holding(TcpProxy(server.port)) as proxy:
            chaos.run(proxy.delay(LINE_SECONDS))
            ada = people.meet(browser, server, "Ada", Secrets())
            grace = people.meet(laptop, server.behind(proxy.port), "Grace", Secrets())
            meeting = created(server, "Gone")
            for someone in (ada, grace):
                someone.page.goto(f"{someone.server.url}meet/{meeting}")
                someone.join()
            silent(ada, grace, proxy, chaos, times)
            woken(ada, grace, proxy, chaos, times)
            page_gone(ada, grace, times)
            pair = (
                people.meet(browser, server, "Ada", Secrets()),
                people.meet(browser, server, "Grace", Secrets()),
            )
            paths = Paths()
            with a_call(paths, chaos, *pair):
                path_gone(pair, paths, chaos, times)
            people.close()
    return rows(times)


def rows(times: Times) -> list[Row]:
    """As ``docs/explanation/what-happens.md`` has them."""
    wanted: dict[str, tuple[str, float | None]] = {
        "silent, page": ("a silent line, noticed by the page", 10_000),
        "silent, server": ("a silent line, noticed by the server", 10_000),
        "woken": ("awake again, the line works: back for the others", 3_000),
        "woken, silent": ("awake again, the line is silent: given up", 3_100),
        "reloaded, clicked": ("reloaded and back by a click: the old tile goes", 5_000),
        "reloaded": ("reloaded, and no click: the tile goes", 5_000),
        "closed": ("closed: the tile goes", 5_000),
        "path, noticed": ("a broken path, noticed by the browser", None),
        "path, repaired": ("from then until it is repaired", 3_000),
        "path, pictures": ("from then until pictures again", 3_000),
        "path, gap": ("a broken path, without a picture altogether", None),
    }
    return [Row(what, "ms", times[name], bound=bound, judged="max") for name, (what, bound) in wanted.items()]
