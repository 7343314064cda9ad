"""The figures for Prometheus: that they count, who may read them, and that no label tells of anybody."""

from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from notebook_meet.wire.errors import ERRORS
from tests.web.conftest import Start
from tests.web.hub_service import MAY, Service, hub_api
from tests.web.server import BASE, ROOT, MeetServer, people, signal

METRICS = "read:metrics"
SCRAPER = ("access:services", "list:users", METRICS)


def figures(text: str) -> dict[str, dict[frozenset[tuple[str, str]], float]]:
    """Our samples: values by labels, by name."""
    found: dict[str, dict[frozenset[tuple[str, str]], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name.startswith("notebook_meet_"):
                found.setdefault(sample.name, {})[frozenset(sample.labels.items())] = sample.value
    return found


def value(text: str, name: str, **labels: str) -> float:
    return figures(text).get(f"notebook_meet_{name}", {}).get(frozenset(labels.items()), 0.0)


async def scraped(server: MeetServer) -> str:
    """What Jupyter's own ``/metrics`` says to its owner."""
    answer = await server.send("GET", f"{BASE}metrics", headers={"Authorization": f"token {server.token}"})
    assert answer.status == 200
    return answer.content.decode()


async def busy(server: MeetServer) -> None:
    """Two people, one ticket, and everything refused that can be: in a call, in a message, and at the door."""
    _, ((ada, welcome), (grace, _)) = await people(server, 2)
    (other,) = set(participants(server)) - {welcome["you"]}
    await ada.say(type="ticket", n=1, to=other, signal=signal(1))
    await grace.hear("ticket")
    await ada.say(type="end", n=2)
    await ada.hear("error")
    stranger = await server.connect()
    await stranger.say(type="hello", admission="A" * 43)
    await stranger.closed()
    assert (await server.call("GET", "meetings/not-an-id", headers=server.kernel)).code == "bad_id"


def participants(server: MeetServer) -> list[str]:
    """The ids of everybody in the only meeting."""
    (who,) = server.site.switchboard.who().values()
    return [one for own in who.values() for one in own]


async def test_what_happened_is_counted(start: Start) -> None:
    async with start() as server:
        await busy(server)
        text = await scraped(server)
    assert value(text, "sockets") >= 2
    assert value(text, "meetings") == 1
    assert value(text, "people", kind="browser") == 2
    assert value(text, "people", kind="kernel") == 0
    assert value(text, "joins_total", kind="browser") == 2
    assert value(text, "relay_seconds_count") == 1
    assert value(text, "refusals_total", where="message", code="not_allowed") == 1
    assert value(text, "refusals_total", where="socket", code="admission_invalid") == 1
    assert value(text, "refusals_total", where="call", code="bad_id") == 1


async def test_no_label_tells_of_anybody(start: Start) -> None:
    async with start() as server:
        meeting = await server.meeting(title="canary")
        guest = (await server.invite(meeting["id"], name="canary"))["secret"]
        await server.join(await server.guest(meeting["id"], invite=guest, name="canary"))
        await made_up(server)
        text = await scraped(server)
    labels = {pair for rows in figures(text).values() for row in rows for pair in row}
    assert {name for name, _ in labels} == {"kind", "where", "code", "le"}
    assert {said for name, said in labels if name == "kind"} == {"browser", "kernel"}
    assert {said for name, said in labels if name == "where"} <= {"call", "socket", "message"}
    assert {said for name, said in labels if name == "code"} <= set(ERRORS)
    assert "canary" not in text
    assert meeting["id"] not in text


async def made_up(server: MeetServer) -> None:
    """Addresses and texts that somebody made up."""
    for path in ("canary", "meetings/canary", "meetings/canary/invites/canary"):
        await server.call("GET", path, headers=server.kernel)
    stranger = await server.connect()
    await stranger.say(type="canary")
    await stranger.closed()


async def test_jupyters_own_door_is_before_them(start: Start) -> None:
    async with start() as server:
        assert (await server.send("GET", f"{BASE}metrics")).status in {302, 401, 403}
        assert (await server.send("GET", f"{ROOT}metrics")).headers["Content-Type"].startswith("text/html"), (
            "only a hub's service has an address of its own for them; this is a meeting's page"
        )


async def test_they_end_with_the_application(start: Start) -> None:
    async with start():
        assert any(family.name == "notebook_meet_sockets" for family in REGISTRY.collect())
    assert not any(family.name.startswith("notebook_meet_") for family in REGISTRY.collect())


async def test_on_a_hub_a_token_with_the_hubs_scope_reads_them(tmp_path: Path) -> None:
    async with hub_api() as hub, Service(hub, tmp_path) as service:
        right = hub.knows("s", "prometheus", *SCRAPER)
        await service.call("GET", "meetings/x")
        answer = await service.send("GET", f"{ROOT}metrics", headers=right)
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        text = answer.content.decode()
        assert value(text, "refusals_total", where="call", code="login_required") == 1
        assert "python_info" in text, "the process's own figures come along"


@pytest.mark.parametrize(
    "scopes", [(), (MAY,), ("access:services", "admin:users"), ("read:metrics!user=ada",)]
)
async def test_and_no_other_token_does(tmp_path: Path, scopes: tuple[str, ...]) -> None:
    async with hub_api() as hub, Service(hub, tmp_path) as service:
        answer = await service.send("GET", f"{ROOT}metrics", headers=hub.knows("a", "ada", *scopes))
        assert (answer.status, answer.code) == (403, "not_allowed")
        assert "lacks the scope read:metrics" in answer.json["error"]["message"]
        assert b"notebook_meet_" not in answer.content


async def test_nor_nobody_a_cookie_a_query_or_another_method(tmp_path: Path) -> None:
    async with hub_api() as hub, Service(hub, tmp_path) as service:
        right = hub.knows("s", "prometheus", *SCRAPER)
        for headers in ({}, {"Authorization": "token unknown"}, {"Cookie": "service-meet=s"}):
            answer = await service.send("GET", f"{ROOT}metrics", headers=headers)
            assert (answer.status, answer.code) == (401, "login_required"), headers
        assert (await service.send("GET", f"{ROOT}metrics?token=s")).code == "login_required"
        for method in ("POST", "HEAD", "PUT", "DELETE"):
            assert (await service.send(method, f"{ROOT}metrics", b"", right)).status == 405
        hub.away = True
        away = await service.send("GET", f"{ROOT}metrics", headers={"Authorization": "token new"})
        assert (away.status, away.code) == (503, "hub_unreachable")
