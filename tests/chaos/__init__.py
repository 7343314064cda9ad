"""A network that misbehaves on command: proxies on loopback between real programs. For tests and benchmarks; never shipped.

``TcpProxy`` and ``UdpProxy`` live on an event loop. A test without one keeps them on a ``LoopThread``.
"""

from tests.chaos.paths import Paths
from tests.chaos.tcp import BOTH, Direction, TcpProxy
from tests.chaos.thread import LoopThread
from tests.chaos.udp import UdpProxy
from tests.chaos.weather import BLACKOUT, CLEAR, Weather

__all__ = ["BLACKOUT", "BOTH", "CLEAR", "Direction", "LoopThread", "Paths", "TcpProxy", "UdpProxy", "Weather"]
