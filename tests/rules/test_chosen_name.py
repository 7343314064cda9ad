"""The display name that the server stamps."""

import pytest

from notebook_meet_server.rules.admission import Right, chosen_name
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from tests.rules.test_admission import a_seat, an_invite, right


@pytest.mark.parametrize(
    ("who", "wanted", "name"),
    [
        (right(), "  Amazing\u202e Grace ", "Amazing Grace"),
        (right(), "", "Grace"),
        (right(), "\u200b", "Grace"),
        (right(Principal("server", "server")), "", "Someone"),
        (right(ANONYMOUS, invite=an_invite()), "", "Guest"),
        (right(ANONYMOUS, invite=an_invite()), "carol", "carol"),
        (right(ANONYMOUS, invite=an_invite()), "GRACE", "GRACE (guest)"),
        (right(ANONYMOUS, invite=an_invite(name="Carol")), "Grace", "Carol"),
        (right(ANONYMOUS, earlier=a_seat("guest:carol", guest=True, name="Carol")), "", "Carol"),
    ],
)
def test_the_name_that_the_server_stamps(who: Right, wanted: str, name: str) -> None:
    members = [a_seat(name="Grace"), a_seat("guest:x", name="carol", guest=True)]
    assert chosen_name(who, wanted, members) == name


@pytest.mark.parametrize(
    ("who", "wanted", "name"),
    [
        (right(ANONYMOUS, invite=an_invite()), "carol", "carol (guest)"),
        (right(ANONYMOUS, invite=an_invite()), "", "Guest (guest)"),
        (right(ANONYMOUS, invite=an_invite(name="Carol")), "Grace", "Carol (guest)"),
        (right(ANONYMOUS, earlier=a_seat("guest:x", guest=True, name="Carol (guest)")), "", "Carol (guest)"),
        (right(), "Grace", "grace"),
        (right(), "", "grace"),
        (right(), " gRACE ", "grace"),
        (right(), "Ada", "Ada (grace)"),
        (right(), "Ada (grace)", "Ada (grace)"),
        (right(), "Ada (guest)", "Ada (guest) (grace)"),
        (right(), "a" * 64, "a" * 56 + " (grace)"),
        (right(earlier=a_seat(name="Ada (grace)")), "Bob", "Bob (grace)"),
        (right(earlier=a_seat(name="Ada (grace)")), "", "Ada (grace)"),
        (right(ANONYMOUS, earlier=a_seat(name="Ada (grace)")), "Bob", "Bob (grace)"),
        (right(Principal("user", f"user:{'u' * 80}", "x")), "Ada", "u" * 64),
        (right(Principal("server", "server")), "Ada", "Ada"),
    ],
)
def test_on_a_hub_every_name_says_whose_it_is(who: Right, wanted: str, name: str) -> None:
    assert chosen_name(who, wanted, [a_seat(name="Grace")], on_hub=True) == name
