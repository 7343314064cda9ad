"""What a benchmark reports."""

from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Row:
    """One thing that was measured.

    Args:
        what: its name.
        unit: of the values, for example ``ms``.
        values: every single measurement.
        baseline: the values that ``ratio`` compares with, measured in turn with these; empty for none.
        bound: the ratio, or without a baseline the value, that we want to stay below; None for none.
    """

    what: str
    unit: str
    values: list[float]
    baseline: list[float] = field(default_factory=list)
    bound: float | None = None

    @property
    def ratio(self) -> float | None:
        """Median of the values over median of the baseline."""
        return median(self.values) / median(self.baseline) if self.baseline else None


def table(rows: list[Row]) -> str:
    """The rows for a person to read."""
    lines = [f"{'':36}{'min':>10}{'median':>10}{'max':>10}  unit  {'ratio':>6}  {'bound':>6}"]
    for row in rows:
        numbers = "".join(
            f"{value:10.1f}" for value in (min(row.values), median(row.values), max(row.values))
        )
        ratio = f"{row.ratio:6.2f}" if row.ratio is not None else " " * 6
        bound = f"{row.bound:6g}" if row.bound is not None else " " * 6
        lines.append(f"{row.what:36}{numbers}  {row.unit:4}  {ratio}  {bound}")
    return "\n".join(lines)
