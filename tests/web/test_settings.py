"""Every setting: its default, what is refused with which sentence, and its reference page."""

import json
from datetime import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from traitlets import TraitError
from traitlets.config import Config
from traitlets.config.loader import KVArgParseConfigLoader

from notebook_meet.wire.meetings import PLAIN_SERVER, HomeKind, Residence
from notebook_meet_server.application import Place, origins, settings_of
from notebook_meet_server.config import Meet, reference
from notebook_meet_server.extension import place
from notebook_meet_server.rules.origin import Origin

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def test_the_reference_page_is_what_the_code_says() -> None:
    """If this fails: python -m notebook_meet_server.config > docs/reference/settings.md."""
    assert PAGE.read_text() == reference()


def test_every_setting_has_a_help_text() -> None:
    assert all(len(trait.help) > 40 for trait in Meet.class_own_traits(config=True).values())


def test_by_default_nothing_outside_is_contacted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    meet = Meet()
    assert (meet.ice, meet.public_url, meet.allow_origins) == ((), "", [])
    assert meet.database_path == tmp_path / "notebook-meet" / "meetings.sqlite3"
    assert (meet.max_seats, meet.mesh_video, meet.default_role) == (8, 4, "attendee")
    assert (meet.unused_seconds, meet.clean_up_time) == (2 * 86400, time(2, 0))


def from_command_line(*arguments: str) -> Meet:
    """The settings as an extension gets them: Jupyter reads its command line before it knows whose they are."""
    return Meet(config=KVArgParseConfigLoader(list(arguments)).load_config())


STUN, TURN = {"urls": ["stun:a:1"]}, {"urls": ["turn:b:1"], "username": "u", "credential": None}


@pytest.mark.parametrize(
    ("arguments", "servers"),
    [
        ([json.dumps([STUN, TURN])], [STUN, TURN]),
        ([repr([STUN, TURN])], [STUN, TURN]),
        ([f" ({STUN}, {TURN}) "], [STUN, TURN]),
        ([json.dumps(STUN), repr(TURN)], [STUN, TURN]),
        ([json.dumps(STUN)], [STUN]),
        (["[]"], []),
    ],
)
def test_ice_servers_come_from_the_command_line(arguments: list[str], servers: list[object]) -> None:
    meet = from_command_line(*(f"--Meet.ice_servers={one}" for one in arguments))
    assert meet.ice_servers == servers
    assert len(meet.ice) == len(servers)


@pytest.mark.parametrize(
    "arguments",
    [["http://a:1", "https://b"], ['["http://a:1", "https://b"]'], ["['http://a:1', 'https://b']"]],
)
def test_origins_come_from_the_command_line(arguments: list[str]) -> None:
    meet = from_command_line(*(f"--Meet.allow_origins={one}" for one in arguments))
    assert meet.allow_origins == ["http://a:1", "https://b"]


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("[{urls:", "ice_servers[0] is text, not an ICE server. Write the list as JSON or Python"),
        ("stun:a:1", "between single quotes: --Meet.ice_servers='[{"),
        ('["stun:a:1"]', "ice_servers[0] is text"),
        ("", "ice_servers[0] is text"),
        ("[" * 100_000, "ice_servers[0] is text"),
        ("[null]", "ice_servers[0] is not an ICE server: Expected `object`, got `null`. Write it like {"),
        ('{"urls": "stun:a:1"}', "Expected `array`, got `str` - at `$.urls`. Write it like {"),
    ],
)
def test_a_wrong_argument_is_refused_with_a_cure(argument: str, said: str) -> None:
    with pytest.raises(TraitError) as refused:
        from_command_line(f"--Meet.ice_servers={argument}")
    assert said in str(refused.value)
    assert len(str(refused.value)) <= 256, "the log shows no more"


@pytest.mark.parametrize(
    "value", [{"urls": ["turn:a:1"], "credential": "hush"}, ['[{"credential": "hush"'], [["hush"]]]
)
def test_a_refusal_keeps_the_credential_to_itself(value: Any) -> None:
    with pytest.raises(TraitError) as refused:
        Meet(ice_servers=value)
    assert "hush" not in str(refused.value)


def test_a_list_in_a_config_file_can_be_added_to() -> None:
    config = Config()
    config.Meet.ice_servers.append(STUN)
    assert Meet(config=config).ice_servers == [STUN]


def test_settings_come_from_jupyters_config(tmp_path: Path) -> None:
    turn = {"urls": ["turn:t.example:3478?transport=udp"], "username": "u", "credential": "c"}
    own = {
        "database": "~/m.sqlite3",
        "ice_servers": [turn],
        "clean_up_at": "23:45",
        "clean_up_after_days": 0.5,
    }
    meet = Meet(config=Config({"Meet": own}))
    assert meet.database_path == Path.home() / "m.sqlite3"
    assert meet.ice[0].username == "u"
    assert (meet.clean_up_time, meet.unused_seconds) == (time(23, 45), 43200)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("ice_servers", [{"urls": ["stun:a:1"], "realm": "x"}], "ice_servers[0] is not an ICE server"),
        (
            "ice_servers",
            [{"urls": ["stun:a:1"]}, {"urls": "stun:b:1"}],
            "ice_servers[1] is not an ICE server",
        ),
        ("ice_servers", [{"urls": []}], "ice_servers[0] is not an ICE server"),
        ("ice_servers", [{"urls": ["https://a"]}], "ice_servers[0] has an address that is none of"),
        ("ice_servers", [{"urls": ["turn:a?transport=carrier-pigeon"]}], "ice_servers[0] has an address"),
        ("public_url", "example.org", "public_url must be an address like"),
        ("public_url", "ftp://example.org", "public_url must be an address like"),
        ("public_url", "https://me:pw@example.org/", "public_url must be an address like"),
        ("public_url", "https://example.org/?token=x", "public_url must be an address like"),
        ("public_url", "https://example.org/#x", "public_url must be an address like"),
        ("public_url", "https://[example.org/", "public_url must be an address like"),
        ("public_url", "https://example.org:port/", "public_url must be an address like"),
        ("allow_origins", ["*"], "'*' is not an origin"),
        ("allow_origins", ["https://a.example/"], "is not an origin"),
        ("allow_origins", ["null"], "is not an origin"),
        ("allow_origins", ["https://a.example."], "is not an origin"),
        ("clean_up_at", "25:00", "must be a time of day"),
        ("clean_up_at", "2", "must be a time of day"),
        ("max_seats", 0, "max_seats"),
        ("max_seats", "many", "max_seats"),
        ("mesh_video", -1, "mesh_video"),
        ("default_role", "king", "default_role"),
        ("clean_up_after_days", 0, "clean_up_after_days"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(setting: str, value: Any, said: str) -> None:
    with pytest.raises(TraitError) as refused:
        Meet(**{setting: value})
    assert said in str(refused.value)


def test_the_public_address_and_the_list_are_the_allowed_origins() -> None:
    meet = Meet(public_url="https://Meet.example.org/jupyter", allow_origins=["http://a.example:8080"])
    assert meet.public_url == "https://Meet.example.org/jupyter/"
    assert origins(meet).allowed == {
        Origin("https", "meet.example.org", 443),
        Origin("http", "a.example", 8080),
    }


@pytest.mark.parametrize(
    ("kind", "setting", "guests"),
    [
        ("server", None, True),
        ("users_server", None, True),
        ("hub", None, False),
        ("server", False, False),
        ("users_server", False, False),
        ("hub", False, False),
        ("hub", True, True),
    ],
)
def test_on_a_hub_guests_are_let_in_only_if_the_administrator_says_so(
    kind: HomeKind, setting: bool | None, guests: bool
) -> None:
    where = Place(root="/", name="x", public_url=None, origins=origins(Meet()), kind=kind, lab="/lab/")
    residence = settings_of(Meet(allow_guests=setting), where).residence
    assert residence == Residence(kind, guests=guests, lab="/lab/")


def test_a_server_that_a_hub_started_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    app: Any = SimpleNamespace(port=8888, base_url="/user/ada/", sock="")
    for name in ("JUPYTERHUB_API_TOKEN", "JUPYTERHUB_USER"):
        monkeypatch.setenv(name, "ada")
    assert place(app, Meet()).kind == "users_server"


def test_the_settings_reach_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    app: Any = SimpleNamespace(port=8888, base_url="/", sock="")
    stun = {"urls": ["stun:127.0.0.1:3478"]}
    meet = Meet(max_seats=3, mesh_video=2, default_role="observer", clean_up_at="23:45", ice_servers=[stun])
    settings = settings_of(meet, place(app, meet))
    assert settings.residence == PLAIN_SERVER
    assert [server.urls for server in settings.ice_servers] == [["stun:127.0.0.1:3478"]]
    assert (settings.max_seats, settings.mesh_video, settings.default_role) == (3, 2, "observer")
    assert settings.clean_up_at == time(23, 45)
