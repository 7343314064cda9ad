"""What a page really sends and receives, asked of its own RTCPeerConnections and video elements."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Frame, Page, expect

from tests.e2e.waiting import Runs, wait_until

WATCH = """
(() => {
  const connections = (window.__connections = []);
  const iceServers = (window.__iceServers = []);
  const captured = (window.__captured = []);
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...settings) {
      super(...settings);
      connections.push(this);
      iceServers.push(...(settings[0]?.iceServers ?? []));
    }
  };
  addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
  const media = navigator.mediaDevices;
  if (media) {
    const ask = media.getUserMedia.bind(media);
    window.__asked = 0;
    media.getUserMedia = async (wish) => {
      window.__asked += 1;
      const stream = await ask(wish);
      captured.push(...stream.getTracks());
      return stream;
    };
    const share = media.getDisplayMedia?.bind(media);
    if (share) media.getDisplayMedia = async (wish) => {
      const stream = await share(wish);
      captured.push(...stream.getTracks());
      window.__screen = stream;
      return stream;
    };
  }
  window.__received = async () => {
    const all = [];
    for (const connection of connections) {
      if (connection.connectionState !== "connected") continue;
      const one = { frames: 0, energy: 0, samples: 0, lines: connection.getTransceivers().filter((t) => t.mid !== null).length };
      for (const row of (await connection.getStats()).values()) {
        if (row.type !== "inbound-rtp") continue;
        if (row.kind === "video") one.frames += row.framesDecoded ?? 0;
        if (row.kind === "audio") { one.energy += row.totalAudioEnergy ?? 0; one.samples += row.totalSamplesReceived ?? 0; }
      }
      all.push(one);
    }
    return all;
  };
  window.__live = () => captured.filter((track) => track.readyState === "live").map((track) => track.kind);
})();
"""
"""Runs before the page's own scripts. It only watches: everything is passed on to the browser's own objects."""

LOUD = 1e-4
"""Audio energy that silence does not reach in hours: of a muted microphone comes 1e-9 a second, of the fake one's beeps 0.1."""
_GROWING = """
async ([peers, frames]) => {
  const before = (window.__before ??= await window.__received());
  const now = await window.__received();
  if (now.length !== peers) { window.__before = now; return false; }
  if (before.length !== peers) { window.__before = now; return false; }
  return now.every((one, i) => one.frames >= before[i].frames + frames && one.energy > before[i].energy + LOUD);
}
""".replace("LOUD", str(LOUD))

_HEARD = f"""async () => {{
  const energy = async () => (await window.__received()).map((one) => one.energy);
  const before = await energy();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const now = await energy();
  return now.length === 1 && before.length === 1 && now[0] > before[0] + {LOUD};
}}"""
"""JavaScript: whether something was heard within this second."""

_STILL = """async () => {
  const encoded = async () => {
    let frames = 0;
    for (const connection of window.__connections)
      for (const row of (await connection.getStats()).values())
        if (row.type === "outbound-rtp" && row.kind === "video") frames += row.framesEncoded ?? 0;
    return frames;
  };
  const before = await encoded();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return before > 0 && (await encoded()) === before;
}"""
"""JavaScript: whether something was sent once, and nothing within these two seconds."""


@dataclass(frozen=True)
class Received:
    """What one connection has received so far: decoded frames, audio energy (W3C webrtc-stats), media lines."""

    frames: int
    energy: float
    samples: int
    lines: int


def received(page: Runs) -> list[Received]:
    """One row for each connected peer connection of the page."""
    rows: list[dict[str, Any]] = page.evaluate("window.__received()")
    return [Received(**row) for row in rows]


def expect_media_from(page: Runs, peers: int, *, frames: int = 5, timeout: float = 60_000) -> None:
    """Waits until each of ``peers`` connections decodes ``frames`` new frames and receives sound that is not silence.

    Raises:
        AssertionError: it did not come so in ``timeout`` milliseconds.
    """
    page.evaluate("() => { delete window.__before }")
    try:
        wait_until(page, _GROWING, [peers, frames], timeout=timeout)
    except AssertionError as late:
        raise AssertionError(f"media from {peers} peers did not flow; received {received(page)}") from late


def expect_sound(*pages: Page) -> None:
    """Each page goes on hearing its only peer: in five seconds of five."""
    for page in pages:
        for _ in range(5):
            assert page.evaluate(_HEARD), f"nothing was heard; received {received(page)}"


def expect_moving(page: Page, name: str, *, nth: int = 0, timeout: float = 30_000) -> None:
    """Waits until the tile ``name``, in the view with this number, shows a video that has a size and plays on."""
    video = page.get_by_role("figure", name=name, exact=True).nth(nth).locator("video")
    expect(video).to_have_count(1, timeout=timeout)
    handle = video.element_handle()
    wait_until(
        page,
        """(video) => {
          const at = video.currentTime;
          const before = (video.__before ??= at);
          return video.videoWidth > 0 && !video.paused && at > before + 0.3;
        }""",
        handle,
        timeout=timeout,
    )
    page.evaluate("(video) => { delete video.__before }", handle)


def expect_no_picture_sent(page: Runs, *, timeout: float = 60_000) -> None:
    """Waits until the page has encoded no frame for two seconds.

    Raises:
        AssertionError: it goes on, after ``timeout`` milliseconds.
    """
    wait_until(page, _STILL, timeout=timeout)


def look_away(page: Page, *, hidden: bool) -> None:
    """Headless pages are always visible; this says what the browser would."""
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def links(page: Page) -> set[tuple[int, str]]:
    """The page's peer connections that work now, each with its ICE credentials: neither changes while media is untouched."""
    found: list[list[Any]] = page.evaluate(
        """() => window.__connections.map((one, index) => [index, one])
          .filter(([, one]) => one.connectionState === "connected")
          .map(([index, one]) => [index, /a=ice-ufrag:(\\S+)/.exec(one.localDescription.sdp)[1]])"""
    )
    return {(index, ufrag) for index, ufrag in found}


def live_tracks(page: Page | Frame) -> list[str]:
    """The kinds of all captured tracks that are not stopped."""
    kinds: list[str] = page.evaluate("window.__live()")
    return kinds


def ice_servers(page: Page) -> list[object]:
    """Every ICE server that the page's connections were told to use."""
    servers: list[object] = page.evaluate("window.__iceServers")
    return servers


def times_asked(page: Page | Frame) -> int:
    """How often the page asked for camera or microphone."""
    count: int = page.evaluate("window.__asked ?? 0")
    return count
