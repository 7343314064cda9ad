"""What a benchmark reports."""

import math
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

Figure = Literal["median", "p95", "p99", "max"]
HEAD = """\
| | min | median | p95 | p99 | max | unit | ratio | wanted | |
|---|--:|--:|--:|--:|--:|---|--:|--:|---|"""

_NEEDED: dict[Figure, int] = {"p95": 20, "p99": 100}
"""How many values it takes for that percentile to say more than the largest."""


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that so many percent of all values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


@dataclass(frozen=True)
class Row:
    """One thing that was measured.

    Args:
        what: its name.
        unit: of the values, for example ``ms``.
        values: every single measurement.
        baseline: the values that ``ratio`` compares with, measured in turn with these; empty for none.
        bound: what we want the ratio, or without a baseline ``judged``, to be at most; None for no wish.
        judged: the figure that the bound is about, where there is no baseline.
        at_least: the bound is the other way round.
    """

    what: str
    unit: str
    values: list[float]
    baseline: list[float] = field(default_factory=list)
    bound: float | None = None
    judged: Figure = "median"
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """Median of the values over median of the baseline."""
        return median(self.values) / median(self.baseline) if self.baseline else None

    def figure(self, name: Figure) -> float:
        """One of the figures of the values."""
        if name == "max":
            return max(self.values)
        return median(self.values) if name == "median" else percentile(self.values, int(name[1:]))

    def _if_known(self, name: Figure) -> float | None:
        """A figure; None for a percentile of too few values."""
        return None if len(self.values) < _NEEDED.get(name, 1) else self.figure(name)

    @property
    def kept(self) -> bool | None:
        """Whether it is as wanted; None where nothing is."""
        if self.bound is None:
            return None
        reached = self.figure(self.judged) if self.ratio is None else self.ratio
        return reached >= self.bound if self.at_least else reached <= self.bound

    def wanted(self) -> str:
        """The bound for a person to read."""
        if self.bound is None:
            return ""
        what = self.judged if self.ratio is None else "ratio"
        return f"{what} {'≥' if self.at_least else '≤'} {self.bound:g}"

    def line(self) -> str:
        """The row of a table in Markdown."""
        figures = [min(self.values), *(self._if_known(name) for name in ("median", "p95", "p99", "max"))]
        numbers = " | ".join("" if value is None else f"{value:,.1f}" for value in figures)
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = {None: "", True: "kept", False: "**missed**"}[self.kept]
        return f"| {self.what} | {numbers} | {self.unit} | {ratio} | {self.wanted()} | {verdict} |"


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    return "\n".join([HEAD, *(row.line() for row in rows)])
