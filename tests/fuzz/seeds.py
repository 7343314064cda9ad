"""The golden messages as inputs for the fuzzer: ``python -m tests.fuzz.seeds FOLDER``."""

import hashlib
import sys
from pathlib import Path

from notebook_meet.wire.rest import REQUESTS
from tests.wire.cases import load

FIRST_BODY = 3
READERS = {"ClientMessage": 0, "ServerMessage": 1} | {
    kind.__name__: FIRST_BODY + number for number, kind in enumerate(REQUESTS)
}
"""The first byte for each type; ``target.READERS`` has the same order."""
TEXTS = [
    *("Ada Lovelace", " \u202eevil\u202c ", "e\u0301", "\u1e9b\u0323", "\u3164", "Ada (guest)", "x" * 70),
    *("http://localhost:8888", "https://[::1]:1", "null", "http://a.b:99999", "HTTP://A.example"),
]
LONGEST = 4096


def inputs() -> list[bytes]:
    """One input for each golden message of a type that is read, and some names and origins."""
    cases = [case for case in load() if case.type in READERS]
    found = [bytes([READERS[case.type]]) + case.text.encode("utf-8", "surrogatepass") for case in cases]
    rest = FIRST_BODY + len(REQUESTS)
    found += [bytes([number]) + text.encode() for text in TEXTS for number in (rest, rest + 1)]
    return [data for data in found if len(data) <= LONGEST]


def main() -> None:
    """Writes each into a file named by its hash, as libFuzzer does."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for data in inputs():
        (folder / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)


if __name__ == "__main__":
    main()
