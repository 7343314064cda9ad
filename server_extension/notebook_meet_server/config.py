"""Every setting an administrator can choose: ``c.Meet.<name>`` in ``jupyter_server_config.py``, or ``--Meet.<name>=``.

Run ``python -m notebook_meet_server.config`` to write ``docs/reference/settings.md`` to standard output.
"""

import os
import re
import sys
from datetime import time
from pathlib import Path
from textwrap import dedent
from typing import Any, get_args

import msgspec
from jupyter_core.paths import jupyter_data_dir
from traitlets import Bool, Bunch, Enum, Float, Int, TraitError, Unicode, default, validate
from traitlets.config import LoggingConfigurable

from notebook_meet.wire.people import IceServer
from notebook_meet_server.log_lines import LogFormat
from notebook_meet_server.rules.access import ROLES
from notebook_meet_server.rules.cleanup import CLEAN_UP_AT
from notebook_meet_server.rules.origin import parse_origin
from notebook_meet_server.rules.turn import CREDENTIAL_SECONDS
from notebook_meet_server.traits import Listed, Secret
from notebook_meet_server.turn_settings import check_ice_servers, check_uris, turn_of

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_SECONDS_A_DAY = 24 * 3600.0


class Meet(LoggingConfigurable):
    """Settings of the server extension. A wrong value is refused when the server starts, with a sentence."""

    database = Unicode(
        help="""
        The file in which meetings, seats, passcodes (hashed) and invites are kept. It is created with mode 0600.
        Several Jupyter servers may share one file. By default it lies in Jupyter's data directory.
        """
    ).tag(config=True)

    max_seats = Int(
        8,
        min=1,
        max=64,
        help="""
        How many people a meeting holds. Everyone sends to everyone, so each person more costs every other one upload
        bandwidth and computing power: 8 is what an ordinary laptop and line carry.
        """,
    ).tag(config=True)

    mesh_video = Int(
        4,
        min=0,
        max=64,
        help="""
        How many people in a meeting can have their camera on at a time. Whoever comes later starts with the camera off
        and is told why.
        """,
    ).tag(config=True)

    default_role = Enum(
        list(reversed(ROLES)),
        "attendee",
        help="""
        What someone who is logged in to this server may do in a meeting that somebody else made: host, presenter,
        attendee (send camera and microphone) or observer (see and hear only).
        """,
    ).tag(config=True)

    allow_guests = Bool(
        None,
        allow_none=True,
        help="""
        Whether an invite lets in people without a login, marked as guests. With False it counts only once somebody has logged
        in, for its role and in place of the passcode. Left at None, guests are let in by a Jupyter server, also by a user's
        own on a JupyterHub, and not by a hub's service.
        """,
    ).tag(config=True)

    ice_servers = Listed(
        help="""
        STUN and TURN servers that browsers may use to find a way to each other, each as in WebRTC's RTCIceServer:
        ``{"urls": ["turn:turn.example.org:3478"], "username": "…", "credential": "…"}``. Everyone in a meeting is given
        these. None by default: nothing outside is ever contacted unless you say so, and people in one network, or
        on public addresses, need none. Write a credential into the configuration file: everybody on the machine can
        read a command line.
        """,
    ).tag(config=True)

    turn_uris = Listed(
        Unicode(),
        help="""
        Addresses of a TURN server of yours that relays sound and pictures where two networks let nothing through directly, like
        ``turn:turn.example.org:3478?transport=udp``. It must know the same secret: coturn with ``use-auth-secret``.
        Everybody in a meeting is given a credential for it that is good for ``turn_seconds`` and says nothing about the person.
        """,
    ).tag(config=True)

    turn_secret = Secret(
        help="""
        The secret that the TURN server shares with this one (coturn's ``static-auth-secret``), at least 16 characters. It is refused on
        the command line. What stands in a configuration file is printed by Jupyter's ``--show-config``: better name a file
        of its own in ``turn_secret_file``, or set ``NOTEBOOK_MEET_TURN_SECRET`` for the server, which keeps it from its kernels.
        """
    ).tag(config=True)

    turn_secret_file = Unicode(
        help="""
        A file that holds nothing but the secret, and that only this server can read. It goes before ``turn_secret`` and the variable.
        """
    ).tag(config=True)

    turn_seconds = Int(
        CREDENTIAL_SECONDS,
        min=60,
        max=86400,
        help="""
        For how many seconds a credential for the TURN server is good. When half of them are over, everybody in a meeting is given
        the next one. Nobody can take a credential back, so the shorter, the sooner somebody who was removed can relay nothing more. Below a minute
        a clock that is a little wrong would shut everybody out.
        """,
    ).tag(config=True)

    log_format = Enum(
        get_args(LogFormat),
        "text",
        help="""
        How notebook-meet's own lines in the log look: ``text``, as the server's others, with an event's values as ``key=value``; or
        ``json``, one object a line on standard error. Neither holds a name, an address or a secret.
        """,
    ).tag(config=True)

    public_url = Unicode(
        help="""
        The address at which people reach this Jupyter server, with its base URL if it has one, for example
        ``https://example.org/jupyter/``. Meeting links made by kernels begin with it, and its pages may call the server.
        Set it when the server stands behind a proxy. Left empty, links use the address in the browser's address bar.
        """
    ).tag(config=True)

    allow_origins = Listed(
        Unicode(),
        help="""
        Further origins (``https://host:port``) whose pages may call this server, compared in full. The server's own
        address and that of ``public_url`` need not be named. Set it when the server is reached under several names through
        a proxy that changes the Host header.
        """,
    ).tag(config=True)

    clean_up_after_days = Float(
        2.0,
        min=0.04,
        max=3650.0,
        help="""
        A meeting that nobody used for so many days is deleted, unless it was made with ``keep=True``. A meeting with people in
        it never is.
        """,
    ).tag(config=True)

    clean_up_at = Unicode(
        f"{CLEAN_UP_AT:%H:%M}",
        help="""
        When to clean up, every day, in the server's local time (``HH:MM``). It is also done soon after the server starts.
        """,
    ).tag(config=True)

    recheck_seconds = Float(
        25.0,
        min=1.0,
        max=50.0,
        help="""
        On a JupyterHub: how often the service asks the hub again whether the people in meetings may still use it. With 25 s whoever may not
        any more is out within 60 s, also with 500 people in meetings, if the hub answers in 0.75 s on average.
        """,
    ).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        """Reads the settings.

        Raises:
            TraitError: one of them is wrong; the text says which, and what to do.
        """
        super().__init__(**kwargs)
        self.turn = turn_of(
            self.turn_uris, self.turn_secret, self.turn_secret_file, self.turn_seconds, os.environ
        )

    @property
    def database_path(self) -> Path:
        """``database`` as a path; ``~`` stands for the home directory."""
        return Path(self.database).expanduser()

    @property
    def ice(self) -> tuple[IceServer, ...]:
        """``ice_servers`` as the protocol carries them."""
        return tuple(msgspec.convert(server, IceServer) for server in self.ice_servers)

    @property
    def unused_seconds(self) -> float:
        """``clean_up_after_days`` in seconds."""
        return float(self.clean_up_after_days) * _SECONDS_A_DAY

    @property
    def clean_up_time(self) -> time:
        """``clean_up_at`` as a local time of day."""
        hour, _, minute = self.clean_up_at.partition(":")
        return time(int(hour), int(minute))

    @default("database")
    def _default_database(self) -> str:
        return str(Path(jupyter_data_dir()) / "notebook-meet" / "meetings.sqlite3")

    @validate("ice_servers")
    def _check_ice_servers(self, proposal: Bunch) -> list[dict[str, Any]]:
        check_ice_servers(proposal.value)
        return list(proposal.value)

    @validate("turn_uris")
    def _check_turn_uris(self, proposal: Bunch) -> list[str]:
        check_uris(proposal.value)
        return list(proposal.value)

    @validate("public_url")
    def _check_public_url(self, proposal: Bunch) -> str:
        url = str(proposal.value)
        if url and not _is_plain_url(url):
            raise TraitError(
                "c.Meet.public_url must be an address like https://example.org/jupyter/, without a query, a fragment or a login."
            )
        return url if not url or url.endswith("/") else f"{url}/"

    @validate("allow_origins")
    def _check_allow_origins(self, proposal: Bunch) -> list[str]:
        for origin in proposal.value:
            if parse_origin(origin) is None:
                raise TraitError(
                    f"c.Meet.allow_origins: {origin!r} is not an origin. Write scheme, host and port only, like"
                    " https://example.org:8443."
                )
        return list(proposal.value)

    @validate("clean_up_at")
    def _check_clean_up_at(self, proposal: Bunch) -> str:
        if _TIME.fullmatch(proposal.value) is None:
            raise TraitError("c.Meet.clean_up_at must be a time of day like 02:00.")
        return str(proposal.value)


def _is_plain_url(url: str) -> bool:
    """Whether this is an origin with nothing but a path behind it."""
    scheme, _, rest = url.partition("://")
    authority, _, path = rest.partition("/")
    return parse_origin(f"{scheme}://{authority}") is not None and not re.search(r"[?#\\\s]", path)


def reference() -> str:
    """The settings' reference page, from the traits themselves."""
    parts = [_INTRODUCTION]
    for name, trait in Meet.class_own_traits(config=True).items():
        value = (
            "`<Jupyter's data directory>/notebook-meet/meetings.sqlite3`"
            if name == "database"
            else f"`{trait.default_value!r}`"
        )
        if isinstance(trait, Listed):
            value = "`[]`"
        text = " ".join(dedent(trait.help).split()).replace("``", "`")
        parts.append(f"## `c.Meet.{name}`\n\n{text}\n\nDefault: {value}\n")
    return "\n".join(parts)


_INTRODUCTION = """# Settings

Put these into `jupyter_server_config.py`, for example

    c.Meet.public_url = "https://example.org/jupyter/"

or on the command line, which has the last word: `jupyter lab --Meet.max_seats=6`. A list is written there as JSON or Python,
between single quotes so that the shell leaves it alone, or one item at a time:

    jupyter lab --Meet.ice_servers='[{"urls": ["stun:stun.example.org:3478"]}]'
    jupyter lab --Meet.allow_origins=https://one.example --Meet.allow_origins=https://two.example

A wrong value is named in the server's log at the start, and meetings are then not served; the Jupyter server itself starts
all the same.

This page is made from the code: `python -m notebook_meet_server.config > docs/reference/settings.md`.
"""


if __name__ == "__main__":
    sys.stdout.write(reference())
