"""Atheris on ``target.check``: ``make fuzz``. What it finds goes into the corpus, which ``make test`` replays without it.

Arguments are libFuzzer's, for example ``-max_total_time=60 tests/fuzz/corpus``.
"""

import sys

import atheris

from tests.fuzz.mutator import changed

with atheris.instrument_imports(include=["notebook_meet", "notebook_meet_server", "tests.fuzz.target"]):
    from tests.fuzz.target import check


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """See ``mutator.changed``."""
    return changed(data, most, seed, atheris.Mutate)


if __name__ == "__main__":
    atheris.Setup(sys.argv, check, custom_mutator=mutate)
    atheris.Fuzz()
