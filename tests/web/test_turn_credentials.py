"""What a real TURN server says to our credentials: good ones get a relay, expired and altered ones get nothing."""

import time
from collections.abc import Iterator

import pytest

from notebook_meet.wire.people import IceServer
from notebook_meet_server.rules.turn import CREDENTIAL_SECONDS, Turn
from tests.coturn import SECRET, Coturn, running_coturn
from tests.web.turn_client import allocate


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    with running_coturn(tmp_path_factory.mktemp("coturn")) as coturn:
        yield coturn


def credential(seconds_ago: float = 0.0, secret: str = SECRET) -> IceServer:
    return Turn(("turn:127.0.0.1",), secret).server("A" * 16, time.time() - seconds_ago)


def words(server: IceServer) -> tuple[str, str]:
    return str(server.username), str(server.credential)


@pytest.mark.parametrize("age", [0.0, CREDENTIAL_SECONDS / 2, CREDENTIAL_SECONDS - 60])
def test_a_credential_gets_a_relay_until_it_runs_out(coturn: Coturn, age: float) -> None:
    assert allocate(coturn.port, *words(credential(age))).relay


NAME, PASSWORD = words(credential())
ALTERED = {
    "expired": words(credential(CREDENTIAL_SECONDS + 60)),
    "good for longer": (NAME.replace(":", "0:"), PASSWORD),
    "another's": (f"{NAME[:-1]}{'A' if NAME[-1] != 'A' else 'B'}", PASSWORD),
    "without a time": (NAME.partition(":")[2], PASSWORD),
    "another password": (NAME, words(credential(1.5))[1]),
    "half a password": (NAME, PASSWORD[:-4]),
    "another secret": words(credential(secret="another secret than coturn's")),
    "no name": ("", PASSWORD),
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_expired_or_altered_credential_gets_nothing(coturn: Coturn, what: str) -> None:
    reply = allocate(coturn.port, *ALTERED[what])
    assert not reply.relay
    assert reply.code in {400, 401}


def test_its_log_tells_nobodys_name_and_no_secret(coturn: Coturn) -> None:
    assert allocate(coturn.port, NAME, PASSWORD).relay
    for unwanted in (SECRET, PASSWORD, "A" * 16):
        assert unwanted not in coturn.log
