"""Puts the application together. The two roots, ``extension`` and ``service``, say where it runs and who is calling."""

import gc
import socket
from contextlib import AsyncExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import notebook_meet.wire
from notebook_meet.wire.meetings import HomeKind, Residence
from notebook_meet_server.config import Meet
from notebook_meet_server.meetings import Caretaker, Meetings, Readiness
from notebook_meet_server.metrics import published
from notebook_meet_server.rules.origin import Origins, parse_origin
from notebook_meet_server.rules.settings import Settings
from notebook_meet_server.store.passcodes import PasscodeHasher
from notebook_meet_server.store.sql import SqlStore
from notebook_meet_server.store.thread import StoreThread
from notebook_meet_server.switchboard import Environment, RandomIds, Switchboard, SystemClock
from notebook_meet_server.web.assets import Assets
from notebook_meet_server.web.authenticator import Authenticator
from notebook_meet_server.web.site import Site

BUNDLE: Final = Path(notebook_meet.wire.__file__).parent.parent / "static"
_FILES: Final = Path(__file__).parent / "web" / "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one application runs.

    Args:
        root: path of its root, with a slash at both ends.
        name: tells it from others on this machine that share its database; the same again after a crash.
        public_url: its root as people reach it, if that is known.
        origins: origins whose pages may call it, besides its own host.
        kind: what kind of server that is.
        lab: see ``Residence.lab``.
    """

    root: str
    name: str
    public_url: str | None
    origins: Origins
    kind: HomeKind
    lab: str = ""


def start(meet: Meet, place: Place, authenticator: Authenticator, stack: AsyncExitStack) -> Site:
    """Starts everything behind the handlers; ``stack`` ends it in the opposite order.

    The caretaker's first round opens the database. While that fails each call tries again.
    """
    store, hasher = SqlStore(meet.database_path), PasscodeHasher()
    thread = StoreThread(store)
    env = Environment(store, thread, settings_of(meet, place), SystemClock(), RandomIds())
    switchboard = Switchboard(env)
    caretaker = Caretaker(env, switchboard)
    stack.enter_context(published(env.figures.registry))
    thread.start()
    stack.push_async_callback(thread.stop)
    hasher.start()
    stack.push_async_callback(hasher.stop)
    caretaker.start()
    stack.push_async_callback(caretaker.stop)
    switchboard.start()
    stack.push_async_callback(switchboard.shutdown)
    return Site(
        root=place.root,
        public_url=place.public_url,
        origins=place.origins,
        authenticator=authenticator,
        meetings=Meetings(env, hasher, switchboard),
        switchboard=switchboard,
        readiness=Readiness(env, switchboard),
        assets=bundle(),
    )


def bundle() -> Assets:
    """The files that pages load."""
    return Assets(BUNDLE, _FILES)


def settings_of(meet: Meet, place: Place) -> Settings:
    """The settings as plain data, with the name of this server."""
    return Settings(
        server_id=sha256(f"{socket.gethostname()} {place.name}".encode()).hexdigest()[:32],
        default_role=meet.default_role,
        max_seats=meet.max_seats,
        mesh_video=meet.mesh_video,
        ice_servers=meet.ice,
        turn=meet.turn,
        clean_up_at=meet.clean_up_time,
        unused_seconds=meet.unused_seconds,
        residence=Residence(place.kind, guests=_guests(meet, place), lab=place.lab),
    )


def _guests(meet: Meet, place: Place) -> bool:
    """Whether guests are let in. A hub's administrator has to say so for the service, which every user's invites lead to."""
    allowed: bool | None = meet.allow_guests
    return place.kind != "hub" if allowed is None else allowed


def origins(meet: Meet, *more: str) -> Origins:
    """The origins that the settings allow.

    Args:
        meet: the settings.
        more: further addresses whose origins are allowed; empty ones are passed over.
    """
    addresses = [urlsplit(url) for url in (meet.public_url, *more) if url]
    texts = [*meet.allow_origins, *(f"{parts.scheme}://{parts.netloc}" for parts in addresses)]
    return Origins(frozenset(filter(None, map(parse_origin, texts))))


def spare_collector() -> None:
    """Takes what is loaded by now, which stays anyway, out of Python's full garbage collections.

    A Jupyter server holds about 250,000 such objects. With a thousand people in meetings each collection stopped
    everybody's messages for 200 ms (``benchmarks/idle.py``), most of it for these.
    """
    gc.collect()
    gc.freeze()
