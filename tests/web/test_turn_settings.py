"""The settings of a TURN server: what is refused and in which words, and that the secret shows up nowhere."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from traitlets import TraitError
from traitlets.config import Config
from traitlets.config.loader import KVArgParseConfigLoader

from notebook_meet_server.application import settings_of
from notebook_meet_server.config import Meet
from notebook_meet_server.extension import place
from notebook_meet_server.rules.turn import Turn
from notebook_meet_server.service import MeetService
from notebook_meet_server.turn_settings import SECRET_VARIABLE
from tests.web.conftest import Start

URI = "turn:turn.example:3478?transport=udp"
SECRET = "0123456789abcdef-canary"


@pytest.fixture(autouse=True)
def no_secret_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECRET_VARIABLE, raising=False)


@pytest.fixture
def secret_file(tmp_path: Path) -> str:
    path = tmp_path / "turn-secret"
    path.write_text(f"{SECRET}\n")
    return str(path)


@pytest.mark.parametrize(
    "uri",
    [
        URI,
        "turn:turn.example",
        "turns:turn.example:443?transport=tcp",
        "turn:192.0.2.1:3478",
        "turn:[2001:db8::1]:3478?transport=tcp",
        "TURN:turn.example",
    ],
)
def test_an_address_of_a_turn_server_is_taken(uri: str) -> None:
    assert Meet(turn_uris=[uri], turn_secret=SECRET).turn == Turn((uri,), SECRET)


@pytest.mark.parametrize(
    "uri",
    [
        "stun:turn.example",
        "turn.example:3478",
        "turn://turn.example",
        "turn:",
        "turn:me:canary@turn.example",
        "turn:turn.example:port",
        "turn:turn.example?transport=sctp",
        "turn:turn.example?transport=udp&x=1",
        "turn:turn.example/path",
        "turn:turn example",
        f"turn:{'x' * 3000}",
        "",
    ],
)
def test_anything_else_is_refused_with_an_example(uri: str) -> None:
    with pytest.raises(TraitError) as refused:
        Meet(turn_uris=[uri], turn_secret=SECRET)
    assert "is not the address of a TURN server" in str(refused.value)
    assert "like turn:turn.example.org:3478" in str(refused.value)
    assert SECRET not in str(refused.value)
    assert len(str(refused.value)) <= 300


def test_the_secret_comes_from_the_configuration_a_file_or_the_environment(
    secret_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"turn_uris": [URI], "turn_secret": f" {SECRET}\n"}
    assert Meet(config=Config({"Meet": own})).turn == Turn((URI,), SECRET)
    monkeypatch.setenv(SECRET_VARIABLE, "that of the environment")
    assert Meet(
        turn_uris=[URI], turn_secret="one that is not used", turn_secret_file=secret_file
    ).turn == Turn((URI,), SECRET)
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    assert Meet(turn_uris=[URI]).turn == Turn((URI,), SECRET)


@pytest.mark.parametrize("wanted", [[URI], []])
def test_kernels_do_not_inherit_it(monkeypatch: pytest.MonkeyPatch, wanted: list[str]) -> None:
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    Meet(turn_uris=wanted)
    assert SECRET_VARIABLE not in os.environ


def test_the_settings_reach_the_rules_and_show_it_nowhere() -> None:
    app: Any = SimpleNamespace(port=8888, base_url="/", sock="")
    meet = Meet(turn_uris=[URI], turn_secret=SECRET)
    settings = settings_of(meet, place(app, meet))
    assert settings.turn == Turn((URI,), SECRET)
    assert SECRET not in f"{meet!r} {meet} {settings!r}"


def test_how_long_a_credential_is_good_for_is_the_administrators_choice() -> None:
    given = {"turn_uris": [URI], "turn_secret": SECRET}
    assert Meet(**given, turn_seconds=60).turn == Turn((URI,), SECRET, 60)
    for wrong in (59, 86401):
        with pytest.raises(TraitError, match="turn_seconds"):
            Meet(**given, turn_seconds=wrong)


def test_without_a_turn_server_there_is_none() -> None:
    assert Meet().turn is None


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("the secret that this TURN server shares with notebook-meet is not", {"turn_uris": [URI]}),
        ("shorter than 16 characters", {"turn_uris": [URI], "turn_secret": "canary"}),
        ("c.Meet.turn_uris does not say where", {"turn_secret": SECRET}),
        ("c.Meet.turn_secret must be a text, in quotes", {"turn_uris": [URI], "turn_secret": [SECRET]}),
        ("c.Meet.turn_uris must be a list", {"turn_uris": {"canary": URI}, "turn_secret": SECRET}),
        ("names 9 addresses; 8 are the most", {"turn_uris": [URI] * 9, "turn_secret": SECRET}),
        (
            "turn-secret cannot be read: No such file",
            {"turn_uris": [URI], "turn_secret_file": "/no/turn-secret"},
        ),
        ("cannot be read: Is a directory", {"turn_uris": [URI], "turn_secret_file": "/"}),
    ],
)
def test_what_is_wrong_is_said_and_the_secret_is_not(said: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(TraitError) as refused:
        Meet(**wrong)
    assert said in str(refused.value)
    assert "canary" not in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "noise"
    path.write_bytes(b"\xff\xfe" * 20)
    with pytest.raises(TraitError, match="cannot be read: it is not text"):
        Meet(turn_uris=[URI], turn_secret_file=str(path))


def test_it_is_refused_on_a_jupyter_servers_command_line() -> None:
    arguments = [f"--Meet.turn_uris={URI}", f"--Meet.turn_secret={SECRET}"]
    with pytest.raises(TraitError) as refused:
        Meet(config=KVArgParseConfigLoader(arguments).load_config())
    assert "was given on the command line, where everybody on this machine can read it" in str(refused.value)
    assert "turn_secret_file" in str(refused.value)
    assert SECRET not in str(refused.value)


def test_it_is_refused_on_the_services_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_TOKEN", "API_URL", "SERVICE_PREFIX"):
        monkeypatch.setenv(f"JUPYTERHUB_{name}", "x")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:1")
    service = MeetService()
    service.initialize([f"--Meet.turn_uris={URI}", f"--Meet.turn_secret={SECRET}"])
    with pytest.raises(SystemExit) as refused:
        service.start()
    assert "on the command line" in str(refused.value)
    assert SECRET not in str(refused.value)


async def test_a_page_is_told_of_the_turn_server_and_the_log_never_of_the_secret(
    start: Start, secret_file: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(10)
    settings = {"turn_uris": [URI], "turn_secret_file": secret_file}
    async with start(ServerApp={"log_level": 10}, Meet=settings) as server:
        meeting = await server.meeting()
        grace = await server.log_in()
        _, welcome = await server.join(await grace.call("POST", f"meetings/{meeting['id']}/admissions", {}))
    ((turn),) = welcome["ice_servers"]
    assert turn["urls"] == [URI]
    assert SECRET not in str(welcome)
    for unwanted in (SECRET, turn["credential"], turn["username"]):
        assert unwanted not in caplog.text


async def test_a_wrong_setting_is_named_in_the_log_and_the_server_starts_all_the_same(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with start(Meet={"turn_uris": [URI]}) as server:
        assert (
            await server.send("GET", f"{server.app.base_url}api/status?token={server.token}")
        ).status == 200
    assert "turn_secret_file" in caplog.text
