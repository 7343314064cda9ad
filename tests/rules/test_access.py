"""Who may do what: the whole table, written out a second time."""

import pytest

from notebook_meet.wire.messages import CLIENT_MESSAGES
from notebook_meet_server.rules.access import ACTIONS, MESSAGES, REST, allowed, at_door, highest
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused

COLUMNS = (
    "host",
    "presenter",
    "attendee",
    "observer",
    "member",
    "guest",
    "unadmitted",
    "waiting",
    "anonymous",
)
TABLE = """
              host presenter attendee observer member guest unadmitted waiting anonymous
page          x    x         x        x        x      x     x          x       x
static        x    x         x        x        x      x     x          x       x
about         x    x         x        x        x      x     x          x       x
health        x    x         x        x        x      x     x          x       x
metrics       -    -         -        -        -      -     -          -       -
me            x    x         x        x        x      x     x          x       x
socket        x    x         x        x        x      x     x          x       x
login         x    x         x        x        x      x     x          x       x
relay         -    -         -        -        x      -     -          -       -
create        -    -         -        -        x      -     -          -       -
own           -    -         -        -        x      -     -          -       -
digest        -    -         -        -        x      -     -          -       -
preview       -    -         -        -        x      x     -          -       -
admission     -    -         -        -        x      x     -          -       -
update        x    -         -        -        -      -     -          -       -
end_meeting   x    -         -        -        -      -     -          -       -
attendance    x    -         -        -        -      -     -          -       -
create_invite x    x         -        -        -      -     -          -       -
invites       x    x         -        -        -      -     -          -       -
revoke_invite x    x         -        -        -      -     -          -       -
hello         -    -         -        -        -      -     x          -       -
resume        -    -         -        -        -      -     x          -       -
state         x    x         x        x        -      -     -          -       -
media         x    x         x        -        -      -     -          -       -
screen        x    x         -        -        -      -     -          -       -
ticket        x    x         x        x        -      -     -          -       -
claim         x    x         x        x        -      -     -          -       -
chat          x    x         x        -        -      -     -          -       -
hand          x    x         x        -        -      -     -          -       -
lower         x    -         -        -        -      -     -          -       -
reaction      x    x         x        -        -      -     -          -       -
leave         x    x         x        x        -      -     -          x       -
end           x    -         -        -        -      -     -          -       -
mute          x    x         -        -        -      -     -          -       -
mute_all      x    x         -        -        -      -     -          -       -
hold          x    -         -        -        -      -     -          -       -
remove        x    -         -        -        -      -     -          -       -
role          x    -         -        -        -      -     -          -       -
hand_over     x    -         -        -        -      -     -          -       -
lock          x    -         -        -        -      -     -          -       -
spotlight     x    -         -        -        -      -     -          -       -
ping          x    x         x        x        -      -     -          x       -
waiting_room  x    -         -        -        -      -     -          -       -
admit         x    x         -        -        -      -     -          -       -
deny          x    x         -        -        -      -     -          -       -
"""
ROWS = {row.split()[0]: row.split()[1:] for row in TABLE.strip().splitlines()[1:]}


@pytest.mark.parametrize("action", sorted(ROWS))
def test_table(action: str) -> None:
    expected = [mark == "x" for mark in ROWS[action]]
    assert [allowed(standing, action) for standing in COLUMNS] == expected


def test_the_table_here_is_whole() -> None:
    assert set(ROWS) == set(ACTIONS)
    assert not set(REST) & set(MESSAGES)


def test_every_message_has_a_row() -> None:
    tags = {str(message.__struct_config__.tag) for message in CLIENT_MESSAGES}
    assert tags == set(MESSAGES) - {"media", "screen"}


def test_what_is_not_listed_is_an_error() -> None:
    with pytest.raises(KeyError):
        allowed("host", "teleport")
    with pytest.raises(KeyError):
        at_door(ANONYMOUS, "teleport")


@pytest.mark.parametrize("action", sorted(ROWS))
def test_a_kernel_has_its_role_without_media(action: str) -> None:
    denied = action in {"state", "media", "screen", "ticket", "hand", "reaction"}
    assert allowed("host", action, "kernel") == (allowed("host", action) and not denied)


@pytest.mark.parametrize("action", sorted(REST))
def test_an_anonymous_caller_at_the_door(action: str) -> None:
    if action in {"page", "static", "about", "health", "me", "login", "socket", "preview", "admission"}:
        at_door(ANONYMOUS, action)
        return
    with pytest.raises(Refused, match="login_required"):
        at_door(ANONYMOUS, action)


@pytest.mark.parametrize("action", sorted(REST))
def test_a_logged_in_caller_passes_the_door_of_every_rest_call(action: str) -> None:
    if action == "metrics":  # which have a door of their own, for programs
        with pytest.raises(Refused, match="not_allowed"):
            at_door(Principal("user", "user:ada"), action)
        return
    at_door(Principal("user", "user:ada"), action)
    at_door(Principal("server", "server"), action)


@pytest.mark.parametrize("action", ["hello", "resume"])
def test_messages_of_unadmitted_sockets_are_no_rest_calls(action: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        at_door(Principal("user", "user:ada"), action)


def test_the_highest_role() -> None:
    assert highest("observer", "presenter", "attendee") == "presenter"
    assert highest("attendee") == "attendee"
    with pytest.raises(ValueError, match="empty"):
        highest()


def test_a_refusal_uses_the_vocabulary() -> None:
    with pytest.raises(KeyError):
        Refused("no_such_code")
