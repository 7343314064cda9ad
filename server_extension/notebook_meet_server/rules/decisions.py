"""What hosts decide about people and the meeting: it is stored first, and then happens to the live room."""

from dataclasses import dataclass

from notebook_meet.wire.people import Role


@dataclass(frozen=True, slots=True)
class Held:
    """A person may not switch the microphone on, or may again."""

    principal: str
    on: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A person has this role from now on, in every participation, whatever seat or invite says."""

    principal: str
    role: Role


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One person was host and is a presenter now; another one is host."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Expelled:
    """A person is put out of every participation, and never comes in again."""

    principal: str


@dataclass(frozen=True, slots=True)
class Locked:
    """Newcomers are refused, or let in again."""

    on: bool


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """Newcomers wait until they are let in, or come in at once again."""

    on: bool


Decision = Held | Ranked | HandedOver | Expelled | Locked | WaitingRoom
