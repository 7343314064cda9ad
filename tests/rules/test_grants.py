"""Admissions are good once, for 30 s."""

import pytest

from notebook_meet_server.rules.grants import OUTSTANDING, Grant, Grants
from notebook_meet_server.rules.refused import Refused

GRANT = Grant("m", "user:ada", "Ada", "attendee", "browser", guest=False)


def test_once() -> None:
    grants = Grants()
    grants.issue("secret", GRANT, 0.0)
    assert grants.redeem("secret", 29.9) is GRANT
    with pytest.raises(Refused, match="admission_invalid"):
        grants.redeem("secret", 29.9)


def test_expiry() -> None:
    grants = Grants()
    grants.issue("secret", GRANT, 0.0)
    with pytest.raises(Refused, match="admission_invalid"):
        grants.redeem("secret", 30.0)


def test_unknown() -> None:
    with pytest.raises(Refused, match="admission_invalid"):
        Grants().redeem("secret", 0.0)


def test_the_secret_itself_is_not_kept() -> None:
    grants = Grants()
    grants.issue("secret", GRANT, 0.0)
    assert "secret" not in repr(vars(grants))


def test_as_many_as_are_bounded_and_then_room_again() -> None:
    grants = Grants()
    for number in range(OUTSTANDING):
        grants.issue(str(number), GRANT, 0.0)
    with pytest.raises(Refused, match="server_busy"):
        grants.issue("one more", GRANT, 29.0)
    grants.issue("one more", GRANT, 30.0)
    assert grants.redeem("one more", 30.0) is GRANT
