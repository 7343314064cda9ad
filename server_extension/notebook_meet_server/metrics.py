"""The application's figures where Prometheus finds them: in the process's own registry."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import REGISTRY, CollectorRegistry, Metric
from prometheus_client.registry import Collector
from typing_extensions import override


class _Published(Collector):
    """A registry inside another one."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def describe(self) -> list[Metric]:
        """No names, so that two applications in one process do not exclude each other."""
        return []

    @override
    def collect(self) -> Iterator[Metric]:
        yield from self._registry.collect()


@contextmanager
def published(registry: CollectorRegistry) -> Iterator[None]:
    """While the block runs, the registry's figures stand beside those of the process, also at Jupyter's ``/metrics``."""
    collector = _Published(registry)
    REGISTRY.register(collector)
    try:
        yield
    finally:
        REGISTRY.unregister(collector)
