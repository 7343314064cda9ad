"""Fault scripts: what they say, and which step of which script a socket plays. Pure.

A script is a list of steps, separated by ``;``. The first is for the first socket of a participation, the next for the
socket with which the client comes back, and so on; after the last all is well. A step is a list of faults, separated by ``,``:

    ok                       none
    drop N                   the connection is reset after N messages of the server
    stall N                  after N messages nothing goes either way any more, and nobody closes
    no-pong                  ``ping`` is not answered
    slow S                   each message of the server is S seconds late
    twice                    each message of the server comes twice
    close CODE [WORD]        after the first message: ``refused`` with the error WORD, if given, and this close code
    refuse WORD              the client's first message is answered like that, with the error's own close code
    going-away S             after the first message the server shuts down, and wants to be left alone for S seconds
    epoch                    the server has another life's name than before
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

HEADER: Final = "Notebook-Meet-Faults"

_FORMS: Final[Mapping[str, tuple[type, ...]]] = {
    "ok": (),
    "drop": (int,),
    "stall": (int,),
    "no-pong": (),
    "slow": (float,),
    "twice": (),
    "close": (int, str),
    "refuse": (str,),
    "going-away": (float,),
    "epoch": (),
}
_OPTIONAL: Final = {"close": 1}
"""How many arguments may be left out."""

Step = Mapping[str, tuple[int | float | str, ...]]
"""Arguments by fault."""


class BadScript(ValueError):
    """A script that means nothing; the message says why."""


def parse(text: str) -> list[Step]:
    """The steps of a script; none for an empty one.

    Raises:
        BadScript: an unknown fault, or wrong arguments.
    """
    return [_step(part) for part in text.split(";")] if text.strip() else []


def _step(text: str) -> Step:
    return dict(_fault(part.split()) for part in text.split(","))


def _fault(words: list[str]) -> tuple[str, tuple[int | float | str, ...]]:
    name, *arguments = words or [""]
    form = _FORMS.get(name)
    if form is None:
        raise BadScript(f"there is no fault {name!r}")
    if not len(form) - _OPTIONAL.get(name, 0) <= len(arguments) <= len(form):
        raise BadScript(f"{name} takes {len(form)} arguments")
    try:
        return name, tuple(kind(word) for kind, word in zip(form, arguments, strict=False))
    except ValueError:
        raise BadScript(f"{' '.join(words)!r} is no number") from None


@dataclass
class Script:
    """One participation's script and how far it has come."""

    text: str
    steps: list[Step] = field(init=False)

    def __post_init__(self) -> None:
        self.steps = parse(self.text)

    def next(self) -> Step:
        """For one more socket."""
        return self.steps.pop(0) if self.steps else {}


class Scripts:
    """All scripts of a server: by admission until that is redeemed, from then on by resume token."""

    def __init__(self) -> None:
        self._by_secret: dict[str, Script] = {}

    def admitted(self, admission: str, text: str, resume: str | None) -> None:
        """An admission was given out.

        Args:
            admission: the secret.
            text: the script that came with the request.
            resume: the participation that it shall replace; its script goes on if it is the same.

        Raises:
            BadScript: see ``parse``.
        """
        earlier = self._by_secret.get(resume or "")
        self._by_secret[admission] = earlier if earlier and earlier.text == text else Script(text)

    def opened(self, secret: str) -> Step:
        """A socket has said its first message, with this admission or resume token; what it plays."""
        script = self._by_secret.get(secret)
        return script.next() if script else {}

    def welcomed(self, secret: str, token: str) -> None:
        """Who came in with ``secret`` comes back with ``token``."""
        if secret in self._by_secret:
            self._by_secret[token] = self._by_secret[secret]
