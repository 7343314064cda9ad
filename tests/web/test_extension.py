"""The extension as Jupyter sees it: how it starts, what it tells kernels, how it ends."""

import json
import logging
import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from notebook_meet_server.application import settings_of
from notebook_meet_server.config import Meet
from notebook_meet_server.extension import kernel_url, place
from tests.web.conftest import Start
from tests.web.server import ROOT


def app(**settings: object) -> Any:
    """What the functions look at of a ServerApp."""
    return SimpleNamespace(
        **{"ip": "localhost", "port": 8888, "base_url": "/", "certfile": "", "sock": "", **settings}
    )


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({}, "http://localhost:8888/meet/"),
        ({"ip": "127.0.0.1", "base_url": "/user/ada/"}, "http://127.0.0.1:8888/user/ada/meet/"),
        ({"ip": ""}, "http://127.0.0.1:8888/meet/"),
        ({"ip": "*"}, "http://127.0.0.1:8888/meet/"),
        ({"ip": "0.0.0.0"}, "http://127.0.0.1:8888/meet/"),
        ({"ip": "::"}, "http://[::1]:8888/meet/"),
        ({"ip": "::1"}, "http://[::1]:8888/meet/"),
        ({"ip": "192.0.2.7", "certfile": "c.pem"}, "https://192.0.2.7:8888/meet/"),
        ({"sock": "/run/jupyter.sock"}, None),
    ],
)
def test_kernels_are_told_an_address_they_can_call(settings: dict[str, object], url: str | None) -> None:
    assert kernel_url(app(**settings)) == url


def test_a_server_keeps_its_name_and_shares_it_with_no_other() -> None:
    def server_id(app: Any) -> str:
        return settings_of(Meet(), place(app, Meet())).server_id

    assert server_id(app()) == server_id(app(ip="0.0.0.0"))
    others = [app(), app(port=8889), app(base_url="/user/ada/"), app(sock="/run/a"), app(sock="/run/b")]
    assert len({server_id(other) for other in others}) == len(others)


async def test_kernels_get_the_address_and_a_secret_that_works_until_the_end(start: Start) -> None:
    async with start() as server:
        assert os.environ["NOTEBOOK_MEET_SERVER_URL"] == f"http://localhost:{server.port}{ROOT}"
        assert len(server.secret) == 43
        assert (await server.as_kernel("GET", "meetings")).status == 200
    assert "NOTEBOOK_MEET_SERVER_URL" not in os.environ
    assert "NOTEBOOK_MEET_SECRET" not in os.environ


async def test_a_server_spares_the_collector_once_it_has_started(start: Start, spared: list[str]) -> None:
    async with start():
        assert spared == ["spared"]


def test_what_is_loaded_is_spared() -> None:
    script = (
        "import gc; from notebook_meet_server import application, extension;"
        " application.spare_collector(); print(gc.get_freeze_count())"
    )
    ran = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, timeout=60)
    assert int(ran.stdout) > 10_000


async def test_whoever_comes_before_the_start_is_asked_to_come_again(start: Start) -> None:
    server = start()
    server.late = True
    async with server:
        addresses = [
            "",
            "static/page.js",
            "api/about",
            "api/v1/me",
            "api/v1/socket",
            "api/v1/nowhere",
            "a-link",
        ]
        for address in addresses:
            answer = await server.send("GET", ROOT + address, headers={"Origin": server.origin})
            assert (answer.status, answer.code) == (503, "server_busy"), address
            assert answer.headers["Retry-After"] == "1"
        with pytest.raises(HTTPClientError, match="503"):
            await server.connect()
        await server.start_extensions()
        assert (await server.send("GET", f"{ROOT}api/about")).status == 200
        await server.join(
            await server.as_kernel("POST", f"meetings/{(await server.meeting())['id']}/admissions", {})
        )


async def test_a_server_on_a_unix_socket_tells_kernels_nothing(
    start: Start, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notebook_meet_server.extension.kernel_url", lambda _: None)
    async with start():
        assert "NOTEBOOK_MEET_SERVER_URL" not in os.environ
        assert "NOTEBOOK_MEET_SECRET" not in os.environ
        assert "NOTEBOOK_MEET_SERVER names an address" in caplog.text


async def test_settings_from_the_command_line_count(start: Start) -> None:
    servers = [{"urls": ["stun:127.0.0.1:3478"]}]
    async with start("--Meet.max_seats=3", f"--Meet.ice_servers={json.dumps(servers)}") as server:
        meeting = await server.meeting()
        assert meeting["max_seats"] == 3
        admission = await server.as_kernel("POST", f"meetings/{meeting['id']}/admissions", {})
        _, welcome = await server.join(admission)
        assert welcome["ice_servers"] == servers


async def test_a_wrong_setting_costs_the_extension_and_not_the_server(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with start(Meet={"clean_up_at": "noon"}) as server:
        assert "a setting is wrong: c.Meet.clean_up_at must be a time of day like 02:00." in caplog.text
        assert "Traceback" not in caplog.text
        assert (await server.send("GET", f"{ROOT}api/about")).status == 404
        assert "NOTEBOOK_MEET_SERVER_URL" not in os.environ


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--Meet.ice_servers=[{urls:"], "c.Meet.ice_servers[0] is text, not an ICE server."),
        (["--Meet.max_seats=3", "--Meet.max_seats=4"], "max_seats only accepts one value"),
    ],
)
async def test_a_wrong_argument_costs_no_more(
    arguments: list[str], said: str, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with start(*arguments) as server:
        assert f"a setting is wrong: {said}" in caplog.text
        assert "Traceback" not in caplog.text
        assert (await server.send("GET", f"{ROOT}api/about")).status == 404


async def test_what_the_extension_logs_stands_in_jupyters_log(
    start: Start, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    async with start(Meet={"database": str(tmp_path / "file" / "meetings.sqlite3")}) as server:
        assert (await server.as_kernel("GET", "meetings")).code == "storage_unavailable"
        lines = [record for record in caplog.records if "cannot be opened" in record.getMessage()]
        assert lines
        assert logging.getLogger("notebook_meet_server").parent is server.app.log


async def test_a_meeting_with_people_keeps_the_server_from_ending_itself(start: Start) -> None:
    async with start() as server:
        assert not server.app.extension_manager.any_activity()
        meeting = await server.meeting()
        await server.join(await server.as_kernel("POST", f"meetings/{meeting['id']}/admissions", {}))
        assert server.app.extension_manager.any_activity()


async def test_no_request_puts_a_secret_into_the_log(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    async with start() as server:
        meeting = await server.meeting(passcode="canary-passcode")
        invite = (await server.invite(meeting["id"]))["secret"]
        admission = await server.guest(meeting["id"], invite=invite, passcode="canary-passcode")
        client, welcome = await server.join(admission)
        await client.say(
            type="ticket",
            n=1,
            to="A" * 16,
            signal={"number": 1, "seen": 0, "description": {"type": "offer", "sdp": "canary-sdp"}},
        )
        await client.hear("error")
        await server.guest(meeting["id"], invite="canary-invite", passcode=7)
        await server.call("POST", "meetings", {"canary-field": "canary-value"}, server.kernel)
        secrets = [
            server.secret,
            meeting["host_key"],
            invite,
            admission.json["admission"],
            welcome["resume"],
            "canary",
        ]
    assert [secret for secret in secrets if secret in caplog.text] == []


LIGHT = """
import sys
import notebook_meet_server
assert notebook_meet_server._jupyter_server_extension_points
heavy = {"jupyter_server", "sqlalchemy", "tornado", "argon2", "alembic"} & set(sys.modules)
assert not heavy, heavy
from notebook_meet_server.extension import NotebookMeetExtension
kernels = {"anywidget", "ipywidgets", "IPython", "ipykernel.ipkernel"} & set(sys.modules)
assert not kernels, kernels
assert NotebookMeetExtension.get_extension_package() == "notebook_meet_server"
"""


def test_the_server_loads_nothing_of_the_kernels_side() -> None:
    subprocess.run(
        [sys.executable, "-c", LIGHT],
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
