"""Admissions are good once, for 30 s."""

from dataclasses import replace

import pytest

from notebook_meet_server.rules.grants import OUTSTANDING, PER_ASKER, Grant, Grants
from notebook_meet_server.rules.refused import Refused

GRANT = Grant("m", "user:ada", "Ada", "attendee", "browser", guest=False)


def test_once() -> None:
    grants = Grants()
    grants.issue("secret", GRANT, "ada", 0.0)
    assert grants.redeem("secret", 29.9) is GRANT
    with pytest.raises(Refused, match="admission_invalid"):
        grants.redeem("secret", 29.9)


def test_expiry() -> None:
    grants = Grants()
    grants.issue("secret", GRANT, "ada", 0.0)
    with pytest.raises(Refused, match="admission_invalid"):
        grants.redeem("secret", 30.0)


def test_unknown() -> None:
    with pytest.raises(Refused, match="admission_invalid"):
        Grants().redeem("secret", 0.0)


def test_the_secret_itself_is_not_kept() -> None:
    grants = Grants()
    grants.issue("secret", GRANT, "ada", 0.0)
    assert "secret" not in repr(vars(grants))


def test_as_many_as_are_bounded_and_then_room_again() -> None:
    grants = Grants()
    for number in range(OUTSTANDING):
        grants.issue(str(number), GRANT, f"asker {number}", 0.0)
    with pytest.raises(Refused, match="server_busy"):
        grants.issue("one more", GRANT, "late", 29.0)
    grants.issue("one more", GRANT, "late", 30.0)
    assert grants.redeem("one more", 30.0) is GRANT


def test_one_asker_has_eight_places_in_a_meeting_and_the_oldest_goes() -> None:
    grants = Grants()
    grants.issue("other", GRANT, "grace", 0.0)
    grants.issue("elsewhere", replace(GRANT, meeting_id="n"), "ada", 0.0)
    for number in range(PER_ASKER + 2):
        grants.issue(str(number), GRANT, "ada", 1.0)
    for number in range(2):
        with pytest.raises(Refused, match="admission_invalid"):
            grants.redeem(str(number), 2.0)
    for secret in ("other", "elsewhere", *map(str, range(2, PER_ASKER + 2))):
        grants.redeem(secret, 2.0)


def test_one_asker_cannot_take_all_the_places() -> None:
    grants = Grants()
    for number in range(OUTSTANDING + 1):
        grants.issue(str(number), GRANT, "ada", 0.0)
    grants.issue("secret", GRANT, "grace", 0.0)
    assert grants.redeem("secret", 0.0) is GRANT


def test_nothing_is_remembered_of_what_is_gone() -> None:
    grants = Grants()
    grants.issue("taken", GRANT, "ada", 0.0)
    grants.issue("expired", GRANT, "grace", 0.0)
    grants.redeem("taken", 0.0)
    grants.prune(30.0)
    assert not any(vars(grants).values())
