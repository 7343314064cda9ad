"""Text that people typed and others will read: display names, titles, and what counts as the same name."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, count

from notebook_meet.wire import limits

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Unicode categories that draw nothing or change how the neighbours are drawn: controls, bidi and zero-width."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that draw nothing, with which a name could look empty."""
_SELECTORS = frozenset(map(chr, chain(range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))))
"""Variation selectors. An emoji may need one after it; alone they draw nothing, and no name differs by them."""
_MARK = re.compile(r"(?<=.) \(guest(?: [0-9]+)?\)$")


def _clean(text: str, most: int) -> str:
    spaced = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    kept = "".join(
        char for char in spaced if unicodedata.category(char) not in _DROPPED and char not in _BLANK
    )
    if _SELECTORS.issuperset(kept.replace(" ", "")):
        return ""
    # Dropping a character can bring two together that compose.
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:most].rstrip()


def clean_name(text: str) -> str:
    """A display name: NFC, one line, at most 64 code points, without invisible characters.

    Empty when nothing is left.
    """
    return _clean(text, limits.NAME_CHARS)


def clean_title(text: str) -> str:
    """A meeting's title by the same rules, at most 200 code points; empty when nothing is left."""
    return _clean(text, limits.TITLE_CHARS)


def same_name_key(name: str) -> str:
    """Two names with the same key look the same to a hurried reader (compatibility forms, case, spaces)."""
    drawn = "".join(char for char in name if char not in _SELECTORS)
    return "".join(unicodedata.normalize("NFKC", drawn).casefold().split())


def users_name(name: str, account: str) -> str:
    """A hub user's display name: never without the name by which the hub knows the person, so it can be nobody else's.

    Args:
        name: a cleaned name.
        account: the hub's, not empty.
    """
    mark = f" ({account})"
    name = name.removesuffix(mark)  # who comes back brings the mark along
    if same_name_key(name) == same_name_key(account) or len(mark) >= limits.NAME_CHARS:
        return account[: limits.NAME_CHARS]
    return name[: limits.NAME_CHARS - len(mark)].rstrip() + mark


def guest_name(name: str, taken: Iterable[str], *, always_marked: bool = False) -> str:
    """A guest's display name: never the same as the name of someone who logged in.

    Args:
        name: a cleaned name.
        taken: names of people who did not come as guests.
        always_marked: where there are more such people than anybody here can name, as on a hub, every guest's name says
            that it is one. So it is none of theirs, whoever they are.
    """
    keys = {same_name_key(other) for other in taken}
    if always_marked:
        name = _MARK.sub("", name)  # a guest who comes back brings the mark along
    marks = chain(
        () if always_marked else ("",), (" (guest)",), (f" (guest {number})" for number in count(2))
    )
    marked = (name[: limits.NAME_CHARS - len(mark)].rstrip() + mark for mark in marks)
    return next(own for own in marked if same_name_key(own) not in keys)
