"""What a client has said, until its outcome is known."""

import pytest

from notebook_meet.errors import MeetError, error_for
from notebook_meet.sayings import Sayings
from notebook_meet.wire.messages import Leave


class Told:
    """Takes outcomes down."""

    def __init__(self) -> None:
        self.outcomes: list[str] = []
        self.done = False

    def __call__(self, error: MeetError | None) -> None:
        self.outcomes.append(error.code if error else "done")


def say(said: Sayings, told: Told, *, late: bool = True) -> int:
    return said.say(lambda n: Leave(n=n), told, (lambda: told.done) if late else None).n


@pytest.fixture
def said() -> Sayings:
    return Sayings()


@pytest.fixture
def told() -> Told:
    return Told()


def test_an_acknowledgement_is_the_outcome_of_most(said: Sayings, told: Told) -> None:
    said.acknowledge(say(said, told, late=False))
    assert (told.outcomes, said.unacked) == (["done"], ())


def test_what_is_decided_later_waits_until_it_is_seen(said: Sayings, told: Told) -> None:
    said.acknowledge(say(said, told))
    said.look()
    assert (told.outcomes, said.unacked) == ([], ())
    told.done = True
    said.look()
    said.look()
    assert told.outcomes == ["done"]


def test_what_is_so_already_still_waits_for_the_server(said: Sayings, told: Told) -> None:
    told.done = True
    n = say(said, told)
    said.look()
    assert told.outcomes == []
    said.acknowledge(n)
    assert told.outcomes == ["done"]


@pytest.mark.parametrize("acknowledged", [True, False])
def test_a_refusal_may_come_before_or_after_the_acknowledgement(
    said: Sayings, told: Told, *, acknowledged: bool
) -> None:
    n = say(said, told)
    if acknowledged:
        said.acknowledge(n)
    assert said.refuse(n, error_for("storage_full"))
    assert not said.refuse(n, error_for("storage_full"))
    told.done = True
    said.acknowledge(n)
    assert told.outcomes == ["storage_full"]


def test_in_a_new_participation_old_numbers_mean_nothing(said: Sayings, told: Told) -> None:
    for _ in range(2):
        said.acknowledge(say(said, told))
        waits = Told()
        say(said, waits)
        said.number_afresh(0)
        assert [message.n for message in said.unacked] == [1]
        assert said.refuse(1, error_for("not_allowed"))
        assert waits.outcomes == ["not_allowed"]
        said.acknowledge(1)
    assert told.outcomes == []
    told.done = True
    said.look()
    assert told.outcomes == ["done", "done"]
