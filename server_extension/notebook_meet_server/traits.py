"""Kinds of settings: a list that the command line can give, too, and a secret that it cannot."""

import json
from ast import literal_eval
from contextlib import suppress
from typing import Any

from traitlets import List, TraitError, Unicode
from typing_extensions import override


class Listed(List[Any]):
    """A list that the command line can give, too: as JSON or Python in one argument, or item by item in several.

    The base class leaves a list of objects in one argument as it is: text.
    """

    @override
    def from_string(self, s: str) -> list[Any]:
        return [s]

    @override
    def from_string_list(self, s_list: list[str]) -> list[Any]:
        return list(s_list)

    @override
    def validate(self, obj: Any, value: Any) -> list[Any] | None:
        if not isinstance(value, list | tuple):
            # The base class would show the value, and that of ICE servers can hold a password.
            raise TraitError(f"c.Meet.{self.name} must be a list, in square brackets.")
        items = [item for one in value for item in (_items(one) if isinstance(one, str) else [one])]
        return super().validate(obj, items)


def _items(text: str) -> list[Any]:
    """What one argument of the command line holds. What cannot be read stays text, which the setting's check judges."""
    if text.strip().startswith(("[", "(", "{")):
        for read in (json.loads, literal_eval):
            with suppress(ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
                value = read(text.strip())
                return list(value) if isinstance(value, list | tuple) else [value]
    return [text]


class _FromCommandLine:
    """Stands for what a command line gave. traitlets copies values; a class stays the same."""


class Secret(Unicode[str, Any]):
    """A text that no error shows, and that the command line cannot give: everybody on the machine can read that."""

    @override
    def from_string(self, s: str) -> Any:
        # Only what comes from a command line is read from text. What is raised here would be passed over.
        return _FromCommandLine

    @override
    def validate(self, obj: Any, value: Any) -> str:
        if value is _FromCommandLine:
            raise TraitError(
                f"c.Meet.{self.name} was given on the command line, where everybody on this machine can read it. Choose a new"
                f" secret, write it into a file, and name that: c.Meet.{self.name}_file."
            )
        if not isinstance(value, str):
            raise TraitError(f"c.Meet.{self.name} must be a text, in quotes.")
        return value
