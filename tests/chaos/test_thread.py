"""Proxies for who has no event loop."""

import socket
import threading

import pytest

from tests.chaos import LoopThread, TcpProxy
from tests.chaos.echo import HOST, tcp_echo


def test_a_proxy_on_a_thread() -> None:
    with (
        LoopThread() as chaos,
        chaos.holding(tcp_echo()) as echo,
        chaos.holding(TcpProxy(echo.port)) as proxy,
        socket.create_connection((HOST, proxy.port), timeout=15) as near,
    ):
        near.sendall(b"x")
        assert near.recv(1) == b"x"
        chaos.run(proxy.cut())
        with pytest.raises(ConnectionResetError):
            near.recv(1)
    assert "chaos" not in [thread.name for thread in threading.enumerate()]
