"""Leads the media of real pages through UDP proxies: the candidates that a page hears of are rewritten."""

from tests.chaos import LoopThread, Paths
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
