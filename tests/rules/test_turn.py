"""Credentials for a TURN server: what coturn expects, for whom, and for how long."""

import base64
import hashlib
import hmac
from dataclasses import replace

import pytest

from notebook_meet.wire.messages import IceServersChanged, Resumed, Welcome
from notebook_meet.wire.people import IceServer
from notebook_meet_server.rules.commands import Tick
from notebook_meet_server.rules.settings import Settings
from notebook_meet_server.rules.turn import Turn
from tests.rules.rooms import Client, Stage, a_meeting, pid

SECRET = "a secret that coturn knows, too"
URIS = ("turn:turn.example:3478", "turns:turn.example:5349?transport=tcp")
TURN = Turn(URIS, SECRET)
RENEW_SECONDS = TURN.renew_seconds
STUN = IceServer(urls=["stun:stun.example:3478"])


def expiry(server: IceServer) -> int:
    return int((server.username or "").partition(":")[0])


def signed(username: str, secret: str = SECRET) -> str:
    """The password that coturn computes: draft-uberti-behave-turn-rest-00, section 2.2."""
    return base64.b64encode(hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()).decode()


def told(client: Client) -> list[list[IceServer]]:
    """The ICE servers of each renewal."""
    return [message.ice_servers for message in client.of(IceServersChanged)]


def test_what_coturn_computes_is_what_openssl_computes() -> None:
    """``printf %s 1700000700:abcdefghijklmnop | openssl dgst -sha1 -hmac '<the secret>' -binary | openssl base64``"""
    assert signed("1700000700:abcdefghijklmnop") == "U+6Umx2/cmg9kAyfXZ7fKRe7ISs="


def test_a_credential_is_signed_and_good_for_ten_minutes() -> None:
    server = TURN.server(pid("ada"), 1_700_000_000.9)
    assert server.urls == list(URIS)
    assert expiry(server) == 1_700_000_600
    assert expiry(replace(TURN, seconds=60).server(pid("ada"), 1_700_000_000.9)) == 1_700_000_060
    assert server.credential == signed(server.username or "")
    assert server.credential != signed(server.username or "", "another secret")


def test_the_pseudonym_stays_and_says_nothing() -> None:
    now, later = TURN.server(pid("ada"), 0.0), TURN.server(pid("ada"), 300.0)
    names = [(server.username or "").partition(":")[2] for server in (now, later)]
    assert names[0] == names[1]
    assert len(names[0]) == 16
    assert "ada" not in names[0]
    assert names[0] not in (TURN.server(pid("grace"), 0.0).username or "")
    assert names[0] not in (Turn(URIS, "another secret").server(pid("ada"), 0.0).username or "")


def test_the_secret_stands_in_no_repr() -> None:
    shown = f"{TURN!r} {Settings(server_id='here', turn=TURN)!r} {Stage(turn=TURN).room.settings}"
    assert SECRET not in shown


def test_everybody_is_welcomed_with_a_credential_of_their_own() -> None:
    stage = Stage(turn=TURN, ice_servers=(STUN,))
    for name in ("ada", "grace"):
        (welcome,) = stage.join(name, role="observer").of(Welcome)
        assert welcome.ice_servers == [STUN, TURN.server(pid(name), stage.wall)]


def test_who_has_no_use_for_it_gets_none() -> None:
    stage = Stage(turn=TURN, meeting=a_meeting(waiting_room=True))
    stage.join("ada", role="host")
    kernel, waiting = stage.join("ada2", principal="user:ada", kind="kernel"), stage.knock("carol")
    stage.wait(RENEW_SECONDS)
    assert kernel.of(Welcome)[0].ice_servers == []
    assert told(kernel) == []
    assert waiting.of(Welcome) == []
    assert told(waiting) == []


def test_without_a_turn_server_nothing_is_ever_renewed() -> None:
    stage = Stage(ice_servers=(STUN,))
    ada = stage.join("ada")
    for _ in range(5):
        stage.wait(RENEW_SECONDS)
    assert ada.of(Welcome)[0].ice_servers == [STUN]
    assert told(ada) == []


@pytest.mark.parametrize("seconds", [600, 60, 3600])
def test_it_is_renewed_when_half_of_it_is_over(seconds: int) -> None:
    stage = Stage(turn=replace(TURN, seconds=seconds), ice_servers=(STUN,))
    ada = stage.join("ada")
    until = expiry(ada.of(Welcome)[0].ice_servers[1])
    for round_ in range(1, 200):
        stage.wait(10.0)
        latest = told(ada)[-1] if told(ada) else ada.of(Welcome)[0].ice_servers
        assert latest[0] == STUN
        until = expiry(latest[1])
        assert until - stage.wall >= seconds / 2 - 10, f"after {10 * round_} s"
    assert len(told(ada)) == 1990 // (seconds / 2)
    assert len({servers[1].username for servers in told(ada)}) == len(told(ada))


def test_each_is_told_of_the_own_one_only() -> None:
    stage = Stage(turn=TURN)
    ada = stage.join("ada")
    stage.wait(RENEW_SECONDS / 2)
    grace = stage.join("grace")
    stage.wait(RENEW_SECONDS / 2)
    assert (len(told(ada)), len(told(grace))) == (1, 0)
    assert told(ada) == [[TURN.server(ada.id, stage.wall)]]


def test_who_was_cut_off_meanwhile_hears_of_it_on_coming_back() -> None:
    stage = Stage(turn=TURN)
    ada = stage.join("ada")
    stage.wait(RENEW_SECONDS - 5)
    stage.cut(ada)
    stage.wait(5)
    assert told(ada) == []
    stage.resume(ada)
    assert len(ada.of(Resumed)) == 1
    assert told(ada) == [[TURN.server(ada.id, stage.wall)]]


def test_a_welcome_in_another_life_of_the_server_brings_the_next_one() -> None:
    stage = Stage(turn=TURN)
    ada = stage.join("ada")
    stage.wait(100.0)
    stage.cut(ada)
    stage.resume(ada, epoch="another")
    assert [expiry(welcome.ice_servers[0]) for welcome in ada.of(Welcome)] == [
        int(stage.wall) + 500,
        int(stage.wall) + 600,
    ]
    stage.wait(RENEW_SECONDS - 1)
    assert told(ada) == []


@pytest.mark.parametrize("leap", [3600.0, 86400.0])
def test_after_the_clock_leapt_ahead_everybody_gets_one_at_once(leap: float) -> None:
    """As after a sleep: what the credential says is the clock's time, so the clock decides, not how long it took."""
    stage = Stage(turn=TURN)
    ada = stage.join("ada")
    stage.apply(Tick(stage.wall + leap))
    assert [expiry(server) for (server,) in told(ada)] == [int(stage.wall + leap) + 600]


def test_a_renewal_has_its_place_in_the_sequence() -> None:
    stage = Stage(turn=TURN)
    ada = stage.join("ada", role="host")
    stage.wait(RENEW_SECONDS)
    assert [type(message) for message in ada.heard] == [Welcome, IceServersChanged]
    assert ada.seq == ada.heard[-1].seq == 2  # type: ignore[attr-defined]
