"""How long the machine searches."""

from hypothesis import HealthCheck, Phase, settings

SETTINGS = settings(
    max_examples=200,
    stateful_step_count=30,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
FIRST = settings(SETTINGS, max_examples=1000, phases=[Phase.generate], report_multiple_bugs=False)
"""Stops at the first finding, and does not make it smaller."""
SOAK = settings(SETTINGS, max_examples=100, stateful_step_count=80, derandomize=False)
