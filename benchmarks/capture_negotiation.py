"""Writes ``load/negotiation.json``: what two real Chromium peers have to tell each other, for the relay benchmarks.

Run it again when browsers' descriptions have changed much: ``CHROMIUM=… .venv/bin/python benchmarks/capture_negotiation.py``.
Addresses are replaced with ones reserved for documentation; keys and passwords die with the connections.
"""

import ipaddress
import json
import re
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path

# The lines of js/src/engine/lines.ts as peer.ts sets them up, for somebody who shows no screen. The candidates are not exchanged: a connection that works at
# once stops looking for more of them.
NEGOTIATE = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const candidates = [[], []];
  const ends = candidates.map((own) => {
    const end = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    end.createDataChannel("wishes", { negotiated: true, id: 0 });
    end.done = new Promise((resolve) => {
      end.onicecandidate = ({ candidate }) => {
        if (candidate?.candidate) own.push(candidate.toJSON());
        else if (!candidate) resolve();
      };
    });
    return end;
  });
  const [one, other] = ends;
  const lines = ["audio", "video", null, null].map((kind) => stream.getTracks().find((track) => track.kind === kind) ?? null);
  const kinds = ["audio", "video", "video", "audio"];
  const screen = new MediaStream();
  for (const [index, kind] of kinds.entries()) {
    const { sender } = one.addTransceiver(kind, { direction: "sendrecv", streams: [index < 2 ? stream : screen] });
    await sender.replaceTrack(lines[index]);
  }
  const offer = await one.createOffer();
  await one.setLocalDescription(offer);
  await other.setRemoteDescription(offer);
  for (const [index, transceiver] of other.getTransceivers().entries()) {
    transceiver.direction = "sendrecv";
    transceiver.sender.setStreams(index < 2 ? stream : screen);
    await transceiver.sender.replaceTrack(lines[index]);
  }
  const answer = await other.createAnswer();
  await other.setLocalDescription(answer);
  await one.setRemoteDescription(answer);
  await Promise.all(ends.map((end) => end.done));
  return { offer, answer, candidates: { offerer: candidates[0], answerer: candidates[1] } };
}"""
_ADDRESS = re.compile(r"(?<=\s)(?:\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f:]+)(?=\s)")
_KEPT = {"0.0.0.0", "127.0.0.1"}


def scrubbed(candidate: dict[str, Any]) -> dict[str, Any]:
    """A candidate whose address is one for documentation (RFC 5737, RFC 3849)."""

    def replace(match: re.Match[str]) -> str:
        address = ipaddress.ip_address(match.group())
        known = address.is_loopback or address.is_unspecified
        if address.version == 4:
            return "192.0.2.17" if not known else "198.51.100.23"
        return "2001:db8::17" if not known else "2001:db8:7::23"

    return {**candidate, "candidate": _ADDRESS.sub(replace, candidate["candidate"])}


def captured() -> dict[str, Any]:
    """One negotiation in a page that never reaches the network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        page = browser.new_context(permissions=["camera", "microphone"]).new_page()
        page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        page.goto("http://localhost/")
        negotiation: dict[str, Any] = page.evaluate(NEGOTIATE)
        return {"browser": f"Chromium {browser.version}", **negotiation}


def main() -> None:
    """Captures, scrubs, writes."""
    negotiation = captured()
    for side, candidates in negotiation["candidates"].items():
        negotiation["candidates"][side] = [scrubbed(candidate) for candidate in candidates]
    for kind in ("offer", "answer"):
        addresses = set(_ADDRESS.findall(negotiation[kind]["sdp"])) - _KEPT
        assert not addresses, f"the {kind} names {addresses}"
    (Path(__file__).parent / "load" / "negotiation.json").write_text(json.dumps(negotiation, indent=1) + "\n")


if __name__ == "__main__":
    main()
