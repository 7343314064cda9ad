import pytest

from notebook_meet import errors
from notebook_meet.wire.errors import ERRORS


@pytest.mark.parametrize("code", ERRORS)
def test_every_code_of_the_protocol_has_its_own_exception(code: str) -> None:
    error = errors.error_for(code, retry_after=2.0)
    assert type(error) is not errors.MeetError
    assert error.code == code
    assert error.retry_after == 2.0
    assert str(error) == ERRORS[code].message


def test_no_class_answers_for_a_code_that_the_protocol_does_not_have() -> None:
    assert set(errors.BY_CODE) - set(ERRORS) == {"bundle_missing", "not_admitted", "pandas_missing"}


def test_no_code_is_claimed_twice() -> None:
    def tree(root: type[errors.MeetError]) -> list[type[errors.MeetError]]:
        return [root, *(below for child in root.__subclasses__() for below in tree(child))]

    claimed = [code for cause in tree(errors.MeetError) for code in cause.codes]
    assert len(claimed) == len(set(claimed)) == len(errors.BY_CODE)


def test_the_servers_own_words_are_kept() -> None:
    error = errors.error_for("bad_field", "The request has a missing, unknown or wrong field. ($.title)")
    assert isinstance(error, errors.BadRequest)
    assert isinstance(error, ValueError)
    assert str(error).endswith("($.title)")


def test_a_code_that_only_a_newer_server_knows_is_still_a_meet_error() -> None:
    error = errors.error_for("waiting_room_closed")
    assert type(error) is errors.MeetError
    assert error.code == "waiting_room_closed"
    assert "waiting_room_closed" in str(error)


@pytest.mark.parametrize(
    ("code", "caught_as"),
    [
        ("invite_expired", errors.InviteInvalid),
        ("server_too_old", errors.VersionMismatch),
        ("server_too_new", errors.VersionMismatch),
        ("storage_full", errors.StorageUnavailable),
        ("throttled", errors.PasscodeError),
        ("removed", errors.NotAllowed),
        ("meeting_full", errors.MeetingUnavailable),
        ("server_unreachable", errors.ServerError),
    ],
)
def test_causes_are_grouped_as_people_catch_them(code: str, caught_as: type[errors.MeetError]) -> None:
    assert isinstance(errors.error_for(code), caught_as)
