"""Names and titles as others read them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notebook_meet_server.rules.names import clean_name, clean_title, guest_name, same_name_key


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ada", "Ada"),
        ("  Ada \t\n Lovelace  ", "Ada Lovelace"),
        ("e\u0301", "é"),
        ("\u202egro.live\u202c", "gro.live"),  # right-to-left override
        ("A\u200bd\u200da\ufeff", "Ada"),  # zero width
        ("\u2066Ada\u2069", "Ada"),  # bidi isolates
        ("Ada\x00\x1b[31m", "Ada[31m"),
        ("\u3164", ""),  # Hangul filler: a letter that draws nothing
        ("\U000e0041", ""),  # tag characters
        ("\u00ad", ""),
        ("\ufe0f \ufe00\U000e0100", ""),  # variation selectors alone
        ("\u2764\ufe0f", "\u2764\ufe0f"),  # one that makes the heart red
        ("李明", "李明"),
        ("<b>Ada</b>", "<b>Ada</b>"),  # text is text: whoever shows it escapes it
        ("x" * 65, "x" * 64),
        ("x" * 63 + " y", "x" * 63),
        ("👩🏽", "👩🏽"),
        ("", ""),
    ],
)
def test_clean_name(typed: str, shown: str) -> None:
    assert clean_name(typed) == shown


@given(st.text(max_size=300))
def test_a_cleaned_name_keeps_the_rules_and_is_clean_already(typed: str) -> None:
    name = clean_name(typed)
    assert len(name) <= 64
    assert name == unicodedata.normalize("NFC", name)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} for char in name)
    assert name == name.strip()
    assert clean_name(name) == name


def test_titles_are_longer() -> None:
    assert clean_title("x" * 300) == "x" * 200
    assert clean_title(" \u200b ") == ""


@pytest.mark.parametrize("typed", ["Ada Lovelace", "ADA lovelace", "AdaLovelace", "Ａｄａ Lovelace"])  # noqa: RUF001
def test_a_guest_cannot_take_a_members_name(typed: str) -> None:
    assert guest_name(typed, ["Grace", "Ada Lovelace"]) == f"{typed} (guest)"


def test_a_guest_keeps_a_name_of_their_own() -> None:
    assert guest_name("Carol", ["Ada"]) == "Carol"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Carol", "Carol (guest)"),
        ("Carol (guest)", "Carol (guest)"),
        ("Carol (guest 2)", "Carol (guest)"),
        ("(guest)", "(guest) (guest)"),
        ("Ada", "Ada (guest 2)"),
        ("x" * 64, "x" * 56 + " (guest)"),
    ],
)
def test_where_more_people_have_a_login_than_are_known_every_guest_is_marked(typed: str, name: str) -> None:
    assert guest_name(typed, ["ada (GUEST)"], always_marked=True) == name


@given(typed=st.text(max_size=80), user=st.text(max_size=40))
def test_no_guest_on_a_hub_looks_like_a_user_whose_name_is_not_marked(typed: str, user: str) -> None:
    guest = guest_name(clean_name(typed) or "Guest", [], always_marked=True)
    assert guest.endswith(" (guest)")
    assert same_name_key(guest) != same_name_key(user) or same_name_key(user).endswith("(guest)")


def test_the_mark_fits_into_the_name() -> None:
    name = "x" * 64
    marked = guest_name(name, [name])
    assert len(marked) == 64
    assert marked.endswith(" (guest)")
    assert same_name_key(marked) != same_name_key(name)


@pytest.mark.parametrize(
    "taken", [["Ada", "Ada (guest)"], ["Ada", "ada (GUEST)"], ["Ada", "Ada (guest)", "Ada (guest 2)"]]
)
def test_a_marked_name_is_nobodys_either(taken: list[str]) -> None:
    assert guest_name("Ada", taken) == f"Ada (guest {len(taken)})"


def test_a_long_name_that_looks_marked_already_gets_another_mark() -> None:
    name = "x" * 56 + " (guest)"
    assert guest_name(name, [name]) == "x" * 54 + " (guest 2)"


@pytest.mark.parametrize("selector", ["\u180b", "\u180f", "\ufe00", "\ufe0f", "\U000e0100", "\U000e01ef"])
def test_a_selector_that_draws_nothing_makes_no_other_name(selector: str) -> None:
    assert guest_name(f"Ali{selector}ce", ["Alice"]).endswith(" (guest)")
