"""Limits of what people write to each other."""

from pathlib import Path

from notebook_meet.wire import limits
from notebook_meet.wire.codec import encode
from notebook_meet.wire.talk import ChatMessage, History
from notebook_meet_server.rules.talk import Talk, clean_text
from tests.limits.table import message, of, refused


def talk_of(*texts: str) -> list[list[ChatMessage]]:
    """What a newcomer is told once all this was written."""
    talk = Talk()
    for text in texts:
        said = ChatMessage(number=talk.next(), sender="A" * 16, name="Ada", text=text, at=1.0)
        talk.keep(said, None)
    return list(talk.pieces("user:grace"))


def numbers(pieces: list[list[ChatMessage]]) -> list[int]:
    return [said.number for piece in pieces for said in piece]


@of("CHAT_CHARS")
async def chat(path: Path) -> None:
    message(type="chat", n=1, text="é" * limits.CHAT_CHARS)
    with refused("bad_field"):
        message(type="chat", n=1, text="é" * (limits.CHAT_CHARS + 1))
    # One character can become three in NFC.
    assert len(clean_text("\N{MUSICAL SYMBOL SIXTEENTH NOTE}" * limits.CHAT_CHARS)) == limits.CHAT_CHARS


@of("CHAT_KEPT")
async def kept(path: Path) -> None:
    """The latest are kept."""
    assert numbers(talk_of(*"x" * limits.CHAT_KEPT)) == list(range(1, limits.CHAT_KEPT + 1))
    assert numbers(talk_of(*"x" * (limits.CHAT_KEPT + 1))) == list(range(2, limits.CHAT_KEPT + 2))


@of("CHAT_KEPT_BYTES")
async def kept_bytes(path: Path) -> None:
    """As many of the latest as fit, in pieces that each fit into a message, however many bytes a letter has."""
    text = "\N{GRINNING FACE}" * limits.CHAT_CHARS
    pieces = talk_of(*[text] * 100)
    size = sum(len(encode(said)) + 1 for piece in pieces for said in piece)
    one = len(encode(pieces[0][0])) + 1
    assert limits.CHAT_KEPT_BYTES - one < size <= limits.CHAT_KEPT_BYTES
    assert numbers(pieces)[-1] == 100
    assert all(
        len(encode(History(seq=limits.COUNT, messages=piece))) <= limits.MESSAGE_BYTES for piece in pieces
    )
