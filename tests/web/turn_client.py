"""Asks a TURN server for a relay, as a browser does: RFC 8489 (the messages) and RFC 8656 (Allocate), over UDP."""

import hashlib
import hmac
import secrets
import socket
import struct
from dataclasses import dataclass
from typing import Final

COOKIE: Final = 0x2112A442
ALLOCATE, SUCCESS, ERROR = 0x0003, 0x0103, 0x0113
USERNAME, INTEGRITY, ERROR_CODE, REALM, NONCE, RELAYED, TRANSPORT = 0x06, 0x08, 0x09, 0x14, 0x15, 0x16, 0x19
UDP: Final = b"\x11\0\0\0"
PATIENCE: Final = 10.0


@dataclass(frozen=True)
class Reply:
    """What the server answered: a relay, or the code of an error."""

    kind: int
    attributes: dict[int, bytes]

    @property
    def relay(self) -> bool:
        return self.kind == SUCCESS and RELAYED in self.attributes

    @property
    def code(self) -> int | None:
        value = self.attributes.get(ERROR_CODE)
        return None if value is None else 100 * value[2] + value[3]


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def _message(attributes: bytes, transaction: bytes, key: bytes | None) -> bytes:
    longer = 24 if key else 0  # the integrity that follows is counted in the length that it is computed over
    head = struct.pack("!HHI", ALLOCATE, len(attributes) + longer, COOKIE) + transaction
    if key is None:
        return head + attributes
    return head + attributes + _attribute(INTEGRITY, hmac.digest(key, head + attributes, "sha1"))


def _read(data: bytes) -> Reply:
    kind, length, _ = struct.unpack("!HHI", data[:8])
    attributes, rest = {}, data[20 : 20 + length]
    while rest:
        name, size = struct.unpack("!HH", rest[:4])
        attributes[name] = rest[4 : 4 + size]
        rest = rest[4 + size + (-size % 4) :]
    return Reply(kind, attributes)


def allocate(port: int, username: str, credential: str) -> Reply:
    """Asks for a relay, first without a credential, which tells realm and nonce, and then with it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(PATIENCE)
        udp.connect(("127.0.0.1", port))
        udp.send(_message(_attribute(TRANSPORT, UDP), secrets.token_bytes(12), None))
        asked = _read(udp.recv(2048))
        assert asked.code == 401, "nobody gets a relay without a credential"
        realm, nonce = asked.attributes[REALM], asked.attributes[NONCE]
        words = b":".join([username.encode(), realm, credential.encode()])
        key = hashlib.md5(words, usedforsecurity=False).digest()
        named = ((TRANSPORT, UDP), (USERNAME, username.encode()), (REALM, realm), (NONCE, nonce))
        attributes = b"".join(_attribute(kind, value) for kind, value in named)
        udp.send(_message(attributes, secrets.token_bytes(12), key))
        return _read(udp.recv(2048))
