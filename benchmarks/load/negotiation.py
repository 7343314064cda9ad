"""What two peers tell each other to be connected, in our words and in PeerJS's; made by ``capture_negotiation.py``."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from load.websocket import Template, frame

FILE = Path(__file__).with_suffix(".json")


def _compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True)
class Negotiation:
    """Two descriptions, and the candidates of both sides."""

    offer: dict[str, str]
    answer: dict[str, str]
    candidates: dict[str, list[dict[str, Any]]]

    @classmethod
    def captured(cls) -> "Negotiation":
        """What is in the file."""
        data = json.loads(FILE.read_text())
        return cls(data["offer"], data["answer"], data["candidates"])

    def signals(self, side: str) -> list[dict[str, Any]]:
        """A side's two signals: its description at once, its candidates together."""
        description = self.offer if side == "offerer" else self.answer
        seen = 0 if side == "offerer" else 1
        return [
            {"number": 1, "seen": seen, "description": description, "candidates": []},
            {"number": 2, "seen": seen, "candidates": self.candidates[side]},
        ]

    def tickets(self, side: str, to: str) -> list[Template]:
        """A side's tickets, in which only ``n`` changes."""
        numbered = ({"type": "ticket", "to": to, "signal": one, "n": 12345678} for one in self.signals(side))
        return [Template.of(_compact(ticket)) for ticket in numbered]

    def peerjs(self, side: str, to: str) -> list[dict[str, Any]]:
        """The same as the npm package ``peerjs`` says it: each candidate is a message of its own."""
        description = self.offer if side == "offerer" else self.answer
        common = {"type": "media", "connectionId": "mc_8v2b0q5x1k7"}
        first = {**common, "sdp": description}
        if side == "offerer":
            first |= {"metadata": None, "label": None, "serialization": None, "reliable": False}
        rest = [{**common, "candidate": candidate} for candidate in self.candidates[side]]
        kind = description["type"].upper()
        return [
            {"type": kind, "payload": first, "dst": to},
            *({"type": "CANDIDATE", "payload": payload, "dst": to} for payload in rest),
        ]

    def peerjs_frames(self, side: str, to: str) -> list[bytes]:
        """Framed, ready to be sent again and again."""
        return [frame(_compact(message)) for message in self.peerjs(side, to)]
