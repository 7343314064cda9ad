/**
 * One peer in this page, and another in another page of the same browser: their signals go straight from page to page.
 * The baseline of benchmarks/first_frame.py.
 */

import { browserDevices } from "../../src/engine/devices-browser";
import { capture } from "../../src/engine/media-request";
import { Peer } from "../../src/engine/peer";
import type { Signal } from "../../src/protocol/types.gen";
import { real } from "./real";

const channel = new BroadcastChannel("signals");
let tracks: MediaStreamTrack[] = [];
let peer: Peer | null = null;

async function captured(): Promise<MediaStreamTrack[]> {
  const { media, around } = browserDevices();
  const { tracks } = await capture(media, ["camera", "microphone"], { camera: "", microphone: "" }, around);
  return Object.values(tracks);
}

function connect(polite: boolean, changed: (made: Peer) => void): Peer {
  const made: Peer = new Peer({
    ...real(polite, tracks),
    send: (signal: Signal) => channel.postMessage(signal),
    changed: () => changed(made),
  });
  return made;
}

/** Is in the meeting, so to speak: captures, and answers whoever offers. */
export async function wait(): Promise<void> {
  tracks = await captured();
  channel.onmessage = ({ data }) => {
    if (data === "gone") {
      peer?.close();
      peer = null;
      return;
    }
    peer ??= connect(false, () => undefined);
    void peer.receive(data);
  };
}

/** From what a click on Join starts to the first picture of the other: milliseconds. */
export async function join(): Promise<number> {
  const started = performance.now();
  tracks = await captured();
  const video = document.createElement("video");
  video.muted = true;
  document.body.append(video);
  const first = new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
  peer = connect(true, ({ stream }) => {
    if (stream === null || video.srcObject === stream) return;
    video.srcObject = stream;
    void video.play();
  });
  channel.onmessage = ({ data }) => void peer?.receive(data);
  peer.offer();
  await first;
  const milliseconds = performance.now() - started;
  channel.postMessage("gone");
  peer.close();
  video.remove();
  for (const track of tracks) track.stop();
  return milliseconds;
}
