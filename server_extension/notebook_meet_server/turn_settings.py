"""What an administrator says of STUN and TURN servers, read and judged."""

import re
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from traitlets import TraitError

from notebook_meet.wire import limits
from notebook_meet.wire.people import IceServer
from notebook_meet_server.rules.turn import Turn

SECRET_VARIABLE: Final = "NOTEBOOK_MEET_TURN_SECRET"  # noqa: S105 (a variable's name)
SECRET_CHARS: Final = 16
"""Everybody in a meeting holds something that a guessed secret can be tried on, so it must be beyond guessing."""
_URI: Final = re.compile(
    r"turns?:(\[[0-9a-f:.]+\]|[^\s:/?#@\[\]]+)(:[0-9]{1,5})?(\?transport=(udp|tcp))?", re.IGNORECASE
)
_ICE_URL: Final = re.compile(r"(stuns?:[^\s?]+|turns?:[^\s?]+(\?transport=(udp|tcp))?)", re.IGNORECASE)
_ICE_EXAMPLE: Final = '{"urls": ["stun:stun.example.org:3478"]}'


def check_ice_servers(servers: Sequence[Any]) -> None:
    """Judges the servers that are told to every browser as they stand.

    Args:
        servers: ``c.Meet.ice_servers``.

    Raises:
        TraitError: one of them is none.
    """
    for number, server in enumerate(servers):
        if isinstance(server, str):
            raise TraitError(
                f"c.Meet.ice_servers[{number}] is text, not an ICE server. Write the list as JSON or Python, on the command"
                f" line between single quotes: --Meet.ice_servers='[{_ICE_EXAMPLE}]'."
            )
        try:
            urls = msgspec.convert(server, IceServer).urls
        except msgspec.ValidationError as error:
            raise TraitError(
                f"c.Meet.ice_servers[{number}] is not an ICE server: {error}. Write it like {_ICE_EXAMPLE}."
            ) from None
        if not all(_ICE_URL.fullmatch(url) for url in urls):
            raise TraitError(
                f"c.Meet.ice_servers[{number}] has an address that is none of stun:host:port, stuns:, turn: or turns:."
            )


def check_uris(uris: Sequence[str]) -> None:
    """Judges the addresses of a TURN server.

    Raises:
        TraitError: one of them is none, or there are too many.
    """
    if len(uris) > limits.ICE_URLS:
        raise TraitError(f"c.Meet.turn_uris names {len(uris)} addresses; {limits.ICE_URLS} are the most.")
    for uri in uris:
        if len(uri) > limits.URL_CHARS or _URI.fullmatch(uri) is None:
            raise TraitError(
                f"c.Meet.turn_uris: {uri[:64]!r} is not the address of a TURN server. Write turn: or turns:, a host, and if need"
                " be a port and ?transport=udp or ?transport=tcp, like turn:turn.example.org:3478?transport=udp."
            )


def turn_of(
    uris: Sequence[str], secret: str, file: str, seconds: int, environ: MutableMapping[str, str]
) -> Turn | None:
    """The TURN server; None when none is set.

    Args:
        uris: ``c.Meet.turn_uris``.
        secret: ``c.Meet.turn_secret``.
        file: ``c.Meet.turn_secret_file``, which goes before the secret itself.
        seconds: ``c.Meet.turn_seconds``.
        environ: may hold the secret where neither is set. It is taken out, since kernels inherit what it holds.

    Raises:
        TraitError: something is missing, or the secret is too short.
    """
    inherited = environ.pop(SECRET_VARIABLE, "").strip()
    found = _in_file(file) if file else secret.strip() or inherited
    if not uris:
        if file or secret:
            raise TraitError(
                "There is a secret for a TURN server, but c.Meet.turn_uris does not say where that is."
            )
        return None
    if not found:
        raise TraitError(
            "c.Meet.turn_uris is set, and the secret that this TURN server shares with notebook-meet is not: name a file"
            f" that holds it in c.Meet.turn_secret_file, or set {SECRET_VARIABLE}."
        )
    if len(found) < SECRET_CHARS:
        raise TraitError(
            f"The secret of the TURN server is shorter than {SECRET_CHARS} characters, and can be guessed by anybody in a"
            " meeting. Make one with: openssl rand -hex 32"
        )
    return Turn(tuple(uris), found, seconds)


def _in_file(name: str) -> str:
    path = Path(name).expanduser()
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise TraitError(f"c.Meet.turn_secret_file: {path} cannot be read: {why}.") from None
