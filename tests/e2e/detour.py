"""Leads the media of real pages through UDP proxies: the candidates that a page hears of are rewritten."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.chaos import LoopThread, Paths
from tests.e2e.media import expect_media_from
from tests.e2e.meetings import created
from tests.e2e.people import Person

_REWRITE = """
(() => {
  const pattern = /candidate:\\S+ \\d+ (\\S+) \\d+ (\\S+) (\\d+) /;
  // Null for what cannot be led through: TCP, IPv6, names.
  const led = async (line) => {
    const [, protocol, address, port] = pattern.exec(line) ?? [];
    if (protocol?.toLowerCase() !== "udp" || !/^[\\d.]+$/.test(address)) return null;
    return line.replace(` ${address} ${port} `, ` ${address} ${await window.__detour(address, Number(port))} `);
  };
  const { addIceCandidate, setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.addIceCandidate = async function (one) {
    const candidate = await led(one.candidate);
    if (candidate !== null) return addIceCandidate.call(this, { ...one, candidate });
  };
  RTCPeerConnection.prototype.setRemoteDescription = async function ({ type, sdp }) {
    const lines = sdp.split("\\r\\n").map((line) => (line.startsWith("a=candidate:") ? led(line) : line));
    const left = (await Promise.all(lines)).filter((line) => line !== null);
    return setRemoteDescription.call(this, { type, sdp: left.join("\\r\\n") });
  };
})();
"""


def lead(person: Person, paths: Paths, chaos: LoopThread) -> None:
    """From the next page on, this person reaches nobody but through ``paths``."""
    person.context.expose_function("__detour", lambda address, port: chaos.run(paths.to((address, port))))
    person.context.add_init_script(_REWRITE)


@contextmanager
def a_call(paths: Paths, chaos: LoopThread, *people: Person, patience: float = 60_000) -> Iterator[None]:
    """Everybody in a meeting, all media through ``paths``.

    Args:
        patience: milliseconds until everybody gets sound and picture.
    """
    with chaos.holding(paths):
        path = f"meet/{created(people[0].server, 'A call')}"
        for someone in people:
            lead(someone, paths, chaos)
            someone.page.goto(someone.server.url + path)
            someone.join()
        for someone in people:
            expect_media_from(someone.page, 1, timeout=patience)
        assert chaos.run(paths.arrived()) > 0, "media goes through here"
        yield
