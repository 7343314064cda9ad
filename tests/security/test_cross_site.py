"""Pages of other web sites that open a socket: 600 combinations of origin, credential and deployment, from a seed."""

import random
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

from tests.security.deployments import ALICES, hub_browser, known, own_server
from tests.security.scene import MADE_UP, Shown, by, secret, token
from tests.web.conftest import Start
from tests.web.hub_service import MAY, Service, hub_api
from tests.web.raw import Headers, Raw, upgrade
from tests.web.server import MeetServer

SEED: Final = 2024
EACH: Final = 120
"""Different combinations for each deployment: 600 in all."""

# --- origins -------------------------------------------------------------------------------------------------------

EVIL: Final = "evil.example"
MIDDLE_DOT: Final = "\xb7"
SPELLINGS: Final[dict[str, Callable[[str, str, int], str | None]]] = {
    "left out": lambda *_: None,
    "as it is": lambda scheme, host, port: f"{scheme}://{host}:{port}",
    "upper case": lambda scheme, host, port: f"{scheme}://{host}:{port}".upper(),
    "nothing": lambda *_: "",
    "null": lambda *_: "null",
    "a star": lambda *_: "*",
    "another site": lambda scheme, _host, port: f"{scheme}://{EVIL}:{port}",
    "the other scheme": lambda scheme, host, port: (
        f"{'http' if scheme == 'https' else 'https'}://{host}:{port}"
    ),
    "a socket's scheme": lambda _scheme, host, port: f"ws://{host}:{port}",
    "no scheme": lambda _scheme, host, port: f"{host}:{port}",
    "two slashes alone": lambda _scheme, host, port: f"//{host}:{port}",
    "the next port": lambda scheme, host, port: f"{scheme}://{host}:{port + 1}",
    "a longer port": lambda scheme, host, port: f"{scheme}://{host}:{port}0",
    "no port": lambda scheme, host, _port: f"{scheme}://{host}",
    "an empty port": lambda scheme, host, _port: f"{scheme}://{host}:",
    "a signed port": lambda scheme, host, port: f"{scheme}://{host}:+{port}",
    "a subdomain": lambda scheme, host, port: f"{scheme}://a.{host}:{port}",
    "two labels below": lambda scheme, host, port: f"{scheme}://a.b.{host}:{port}",
    "a sibling": lambda scheme, host, port: f"{scheme}://sibling.{host.partition('.')[2]}:{port}",
    "the domain above": lambda scheme, host, port: f"{scheme}://{host.partition('.')[2]}:{port}",
    "an empty label": lambda scheme, host, port: f"{scheme}://.{host}:{port}",
    "as a suffix": lambda scheme, host, port: f"{scheme}://evil{host}:{port}",
    "as a prefix": lambda scheme, host, port: f"{scheme}://{host}.{EVIL}:{port}",
    "as a prefix with its port": lambda scheme, host, port: f"{scheme}://{host}:{port}.{EVIL}",
    "with a dash": lambda scheme, host, port: f"{scheme}://{host}-{EVIL}:{port}",
    "a dot behind": lambda scheme, host, port: f"{scheme}://{host}.:{port}",
    "dots as escapes": lambda scheme, host, port: f"{scheme}://{host.replace('.', '%2e')}:{port}",
    "dots of another kind": lambda scheme, host, port: f"{scheme}://{host.replace('.', MIDDLE_DOT)}:{port}",
    "as a user": lambda scheme, host, port: f"{scheme}://{host}:{port}@{EVIL}",
    "with a user": lambda scheme, host, port: f"{scheme}://evil@{host}:{port}",
    "with nobody": lambda scheme, host, port: f"{scheme}://@{host}:{port}",
    "as a path": lambda scheme, host, port: f"{scheme}://{EVIL}/{host}:{port}",
    "as a query": lambda scheme, host, port: f"{scheme}://{EVIL}?{scheme}://{host}:{port}",
    "as a fragment": lambda scheme, host, port: f"{scheme}://{EVIL}#{scheme}://{host}:{port}",
    "behind a backslash": lambda scheme, host, port: f"{scheme}://{EVIL}\\{host}:{port}",
    "a slash behind": lambda scheme, host, port: f"{scheme}://{host}:{port}/",
    "a list": lambda scheme, host, port: f"{scheme}://{host}:{port}, {scheme}://{EVIL}",
    "a list that ends so": lambda scheme, host, port: f"{scheme}://{EVIL} {scheme}://{host}:{port}",
    "a blank inside": lambda scheme, host, port: f"{scheme}://{host} :{port}",
    "a zero byte": lambda scheme, host, port: f"{scheme}://{host}:{port}\x00",
    "this machine by name": lambda scheme, _host, port: f"{scheme}://localhost:{port}",
    "IPv6": lambda scheme, _host, port: f"{scheme}://[::1]:{port}",
    "IPv4 in IPv6": lambda scheme, _host, port: f"{scheme}://[::ffff:127.0.0.1]:{port}",
    "IPv6 that is none": lambda scheme, host, port: f"{scheme}://[{host}]:{port}",
    "a number": lambda scheme, _host, port: f"{scheme}://2130706433:{port}",
    "short": lambda scheme, _host, port: f"{scheme}://127.1:{port}",
}
"""Of an allowed origin, by scheme, host and port."""

PROXIES: Final[tuple[Headers, ...]] = (
    (),
    (("X-Forwarded-Host", EVIL),),
    (("X-Forwarded-Host", EVIL), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Port", "80")),
    (("Forwarded", f"host={EVIL};proto=https"),),
    (("X-Original-Host", EVIL), ("X-Host", EVIL)),
    (("Referer", "http://127.0.0.1/"), ("Sec-Fetch-Site", "same-origin")),
    (("Sec-WebSocket-Origin", "http://127.0.0.1"),),
)
"""What a page cannot send, but a proxy passes on from whoever can."""


# --- deployments ---------------------------------------------------------------------------------------------------


@dataclass
class Site:
    """A deployment, and what is allowed there.

    Args:
        server: where it is.
        allowed: origins in lower case with their port, and nothing else that is spelled otherwise.
        shown: what may come along.
        below: the host below which users' servers are.
    """

    server: MeetServer
    allowed: frozenset[tuple[str, str, int]]
    shown: list[Shown]
    below: str = ""

    def expected(self, origin: str | None) -> bool:
        """Whether this text is one of the allowed origins, in any case, its scheme's own port left out or not."""
        if origin is None:
            return False
        texts = {f"{scheme}://{host}:{port}" for scheme, host, port in self.allowed}
        texts |= {text.removesuffix(":443") for text in texts if text.startswith("https:")}
        texts |= {text.removesuffix(":80") for text in texts if text.startswith("http:")}
        users = self.below and re.fullmatch(
            rf"https://([a-z0-9-]+\.)+{re.escape(self.below)}(:443)?", origin.lower()
        )
        return origin.lower() in texts or bool(users)


def own(server: MeetServer) -> set[tuple[str, str, int]]:
    """The host that is asked. Whether a proxy in front of it speaks TLS, it cannot know."""
    return {(scheme, "127.0.0.1", server.port) for scheme in ("http", "https")}


Open = Callable[[Start, pytest.MonkeyPatch, Path], Any]


@asynccontextmanager
async def plain(start: Start, _: pytest.MonkeyPatch, _folder: Path) -> AsyncIterator[Site]:
    async with start() as server:
        shown = [Shown(), by(await server.log_in()), token(server.token), secret(server.secret)]
        yield Site(server, frozenset(own(server)), shown)


@asynccontextmanager
async def behind_proxy(start: Start, _: pytest.MonkeyPatch, _folder: Path) -> AsyncIterator[Site]:
    meet = {
        "public_url": "https://meet.example.org/jupyter/",
        "allow_origins": ["http://lab.example.org:8080"],
    }
    async with start(Meet=meet, ServerApp={"trust_xheaders": True}) as server:
        more = {("https", "meet.example.org", 443), ("http", "lab.example.org", 8080)}
        yield Site(
            server, frozenset(own(server) | more), [Shown(), by(await server.log_in()), token(server.token)]
        )


@asynccontextmanager
async def service(_: Start, _patch: pytest.MonkeyPatch, folder: Path) -> AsyncIterator[Site]:
    async with hub_api() as hub, Service(hub, folder) as server:
        ada = known(hub, "ada", MAY)
        shown = [Shown(), by(await hub_browser(server, hub, ada)), token(ada), token(MADE_UP)]
        yield Site(server, frozenset(own(server)), shown)


@asynccontextmanager
async def with_subdomains(_: Start, _patch: pytest.MonkeyPatch, folder: Path) -> AsyncIterator[Site]:
    """Users' servers are below the hub's host, with a hook of the hub's also deeper, and their cells may open the socket."""
    told = {
        "JUPYTERHUB_HOST": "https://hub.example",
        "JUPYTERHUB_PUBLIC_URL": "https://services.hub.example/services/meet/",
        "JUPYTERHUB_PUBLIC_HUB_URL": "https://hub.example/hub/",
    }
    async with hub_api() as hub, Service(hub, folder, **told) as server:
        names = ("hub.example", "services.hub.example", "alice.hub.example", "alice.users.hub.example")
        ada = known(hub, "ada", MAY)
        allowed = own(server) | {("https", name, 443) for name in names}
        yield Site(server, frozenset(allowed), [Shown(), token(ada), token(MADE_UP)], "hub.example")


@asynccontextmanager
async def own_alone(start: Start, patch: pytest.MonkeyPatch, _: Path) -> AsyncIterator[Site]:
    async with hub_api() as hub, own_server(patch, start, hub, None) as server:
        alice = known(hub, "alice", ALICES, MAY)
        shown = [Shown(), by(await hub_browser(server, hub, alice)), token(alice), secret(server.secret)]
        yield Site(server, frozenset(own(server)), shown)


# --- the test ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", [plain, behind_proxy, service, with_subdomains, own_alone], ids=lambda place: place.__name__
)
async def test_no_other_site_opens_a_socket(
    place: Open, start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chance = random.Random(f"{SEED} {place.__name__}")
    async with place(start, monkeypatch, tmp_path) as site:
        wrong, opened, seen = [], 0, set[tuple[str | None, int, int]]()
        # Every spelling comes more than once, each time of another allowed origin; first of those that have a name.
        names = sorted(site.allowed, key=lambda allowed: (allowed[1] == "127.0.0.1", allowed))
        for number in count():
            again, spelling = divmod(number, len(SPELLINGS))
            origin = list(SPELLINGS.values())[spelling](*names[again % len(names)])
            which, through = chance.randrange(len(site.shown)), chance.randrange(len(PROXIES))
            if (origin, which, through) in seen:
                continue
            seen.add((origin, which, through))
            shown, proxy = site.shown[which], PROXIES[through]
            status = await opens(site.server, origin, shown, proxy)
            opened += status == 101
            if (status == 101) != site.expected(origin):
                wrong.append((list(SPELLINGS)[spelling], origin, sorted(shown.headers), proxy, status))
            if len(seen) == EACH:
                break
    assert not wrong, "\n".join(map(str, wrong))
    assert 2 <= opened < EACH / 3, (
        "the own origin opens one, or this would pass for a server that refuses everybody"
    )


async def opens(server: MeetServer, origin: str | None, shown: Shown, proxy: Headers) -> int:
    """The status of the upgrade."""
    headers = {**shown.without("Origin").headers, **({} if origin is None else {"Origin": origin})}
    async with Raw(server.port) as raw:
        status, _, _ = await raw.ask(upgrade(f"127.0.0.1:{server.port}", [*headers.items(), *proxy]))
    return status
