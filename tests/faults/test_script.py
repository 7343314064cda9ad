"""What scripts say, and which step is next."""

import pytest

from tests.faults.script import BadScript, Scripts, parse


def test_steps_and_faults() -> None:
    text = "drop 3; ok ;slow 0.5, no-pong; close 4403 removed; close 4429"
    assert parse(text) == [
        {"drop": (3,)},
        {"ok": ()},
        {"slow": (0.5,), "no-pong": ()},
        {"close": (4403, "removed")},
        {"close": (4429,)},
    ]
    assert parse(" ") == []


@pytest.mark.parametrize("text", ["rain", "drop", "drop x", "ok 1", "close 4403 removed 2", "ok;;ok", "ok,"])
def test_what_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadScript):
        parse(text)


def test_each_socket_plays_the_next_step() -> None:
    scripts = Scripts()
    scripts.admitted("admission", "drop 1; no-pong", None)
    assert scripts.opened("admission") == {"drop": (1,)}
    scripts.welcomed("admission", "token")
    assert scripts.opened("token") == {"no-pong": ()}
    assert scripts.opened("token") == {}


def test_scripts_do_not_mix() -> None:
    scripts = Scripts()
    scripts.admitted("hers", "drop 1", None)
    scripts.admitted("his", "stall 1", None)
    scripts.admitted("theirs", "", None)
    assert [scripts.opened(who) for who in ("his", "theirs", "hers")] == [{"stall": (1,)}, {}, {"drop": (1,)}]
    scripts.welcomed("nobody", "token")
    assert scripts.opened("token") == {}


def test_a_new_admission_goes_on_with_the_same_script_and_begins_another() -> None:
    scripts = Scripts()
    scripts.admitted("first", "refuse resume_refused; drop 2", None)
    scripts.opened("first")
    scripts.welcomed("first", "token")
    scripts.admitted("again", "refuse resume_refused; drop 2", "token")
    assert scripts.opened("again") == {"drop": (2,)}
    scripts.admitted("other", "twice", "token")
    assert scripts.opened("other") == {"twice": ()}
