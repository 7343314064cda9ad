"""Devices that are plugged in and out, in a page: a browser's made-up ones cannot be."""

from playwright.sync_api import BrowserContext, Page

PLUGS = """
(() => {
  const media = navigator.mediaDevices;
  if (!media) return;
  const away = new Set();
  let dark = false;
  const ask = media.getUserMedia.bind(media);
  const list = media.enumerateDevices.bind(media);
  const blank = async () => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d");
    return canvas.captureStream(0).getVideoTracks()[0];
  };
  media.enumerateDevices = async () => (await list()).filter(({ deviceId }) => !away.has(deviceId));
  media.getUserMedia = async (wish) => {
    if ([wish.audio, wish.video].some((one) => away.has(one?.deviceId?.exact)))
      throw new OverconstrainedError("deviceId");
    const stream = await ask(wish);
    if (!dark || !wish.video) return stream;
    for (const track of stream.getVideoTracks()) track.stop();
    return new MediaStream([await blank(), ...stream.getAudioTracks()]);
  };
  window.__pull = (id) => {
    away.add(id);
    for (const track of window.__captured) {
      if (track.readyState !== "live" || track.getSettings().deviceId !== id) continue;
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
    media.dispatchEvent(new Event("devicechange"));
  };
  window.__plug = (id) => {
    away.delete(id);
    media.dispatchEvent(new Event("devicechange"));
  };
  window.__darken = (on) => { dark = on; };
  window.__descriptions = 0;
  for (const name of ["setLocalDescription", "setRemoteDescription"]) {
    const set = RTCPeerConnection.prototype[name];
    RTCPeerConnection.prototype[name] = function (...described) {
      window.__descriptions += 1;
      return set.apply(this, described);
    };
  }
})();
"""


def with_plugs(context: BrowserContext) -> None:
    """From the next page on, this person's devices can be pulled out; the person has allowed them for good."""
    context.add_init_script(PLUGS)
    context.grant_permissions(["camera", "microphone"])


def pull(page: Page, device: str) -> None:
    """As when a plug is pulled: the device's tracks end, it is listed no more, and cannot be captured."""
    page.evaluate("(id) => window.__pull(id)", device)


def plug_in(page: Page, device: str) -> None:
    page.evaluate("(id) => window.__plug(id)", device)


def darken(page: Page, on: bool) -> None:
    """Whether cameras that are captured from now on deliver no frame."""
    page.evaluate("(on) => window.__darken(on)", on)


def descriptions(page: Page) -> int:
    """How many descriptions the page's connections have been given so far; each negotiation takes some."""
    count: int = page.evaluate("window.__descriptions")
    return count


def in_use(page: Page) -> set[str]:
    """The ids of the devices that run."""
    ids: list[str] = page.evaluate(
        "() => window.__captured.filter((one) => one.readyState === 'live').map((one) => one.getSettings().deviceId)"
    )
    return set(ids)
