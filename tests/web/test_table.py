"""Deny by default: every route and method has a row, and every row a route."""

import re
from typing import Any

import pytest
from tornado.web import Application, RequestHandler

from notebook_meet_server.hub_pages import Callback, Login, MetricsCall
from notebook_meet_server.rules.access import REST
from notebook_meet_server.web.handler import Handler
from notebook_meet_server.web.relay import relay_routes
from notebook_meet_server.web.routes import TABLE
from notebook_meet_server.web.site import Opening
from tests.web.conftest import Start
from tests.web.server import ROOT

RELAYED = [handler for _, handler, _ in relay_routes("/meet/", Opening())]
HANDLERS = sorted(
    {*(handler for _, handler in TABLE), *RELAYED, Login, Callback, MetricsCall},
    key=lambda handler: handler.__name__,
)
"""Those of all roots: a server of its own, a hub's service, and a user's server beside such a service."""


def answered(handler: type[RequestHandler]) -> set[str]:
    """The methods for which a handler has code."""
    methods = {name for name in handler.SUPPORTED_METHODS if hasattr(handler, name.lower())}
    return {
        name
        for name in methods
        if getattr(handler, name.lower()) is not getattr(RequestHandler, name.lower())
    }


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda handler: handler.__name__)
def test_a_handler_names_an_action_for_each_of_its_methods(handler: type[Handler]) -> None:
    assert answered(handler) == set(handler.ACTIONS)


def test_every_action_of_a_route_has_a_row_and_every_row_a_route() -> None:
    assert {action for handler in HANDLERS for action in handler.ACTIONS.values()} == set(REST)


def rules(application: Application) -> list[tuple[str, type[RequestHandler]]]:
    """Every pattern and handler of a Tornado application, from its own router."""
    found: list[tuple[str, type[RequestHandler]]] = []

    def walk(router: Any) -> None:
        for rule in router.rules:
            if hasattr(rule.target, "rules"):
                walk(rule.target)
            elif hasattr(rule.matcher, "regex"):
                found.append((rule.matcher.regex.pattern, rule.target))

    walk(application.default_router)
    return found


async def test_the_running_router_holds_nothing_else_below_the_root(start: Start) -> None:
    async with start() as server:
        ours = [
            (pattern, target)
            for pattern, target in rules(server.app.web_app)
            if pattern.startswith(ROOT.rstrip("/"))
        ]
        assert len(ours) == len(TABLE) + 1
        for pattern, target in ours:
            assert issubclass(target, Handler), pattern
            assert answered(target) == set(target.ACTIONS), pattern
        first = re.compile(next(pattern for pattern, _ in ours if pattern.endswith(".*$")))
        assert first.match(f"{ROOT}whatever/there/is")


@pytest.mark.parametrize("setting", ["false", "true"])
async def test_jupyter_knows_that_our_door_is_ours(
    start: Start, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    """With the stricter setting Jupyter warns of handlers without its mark, and warnings are errors here."""
    monkeypatch.setenv("JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS", setting)
    async with start() as server:
        assert server.app.allow_unauthenticated_access is (setting == "true")
        assert (await server.send("GET", ROOT)).status in {200, 503}
        assert (await server.call("GET", "me")).json["logged_in"] is False
        assert (await server.call("GET", "meetings")).code == "login_required"
