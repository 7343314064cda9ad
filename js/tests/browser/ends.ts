/**
 * Two real peers in one page with a pipe between them, and what can be asked of them. The pipe keeps the order and
 * takes a moment, as a server does.
 */

import { NOTHING } from "../../src/engine/lines";
import { Peer } from "../../src/engine/peer";
import { browserTimers } from "../../src/engine/timers";
import type { Signal } from "../../src/protocol/types.gen";

interface End {
  peer: Peer;
  connection: RTCPeerConnection;
  /** Kinds of the descriptions that this end has sent. */
  said: string[];
  /** The next description of this kind never arrives, nor what is sent with it. */
  loses: "offer" | "answer" | null;
}
type Pair = readonly [End, End];

const moment = () => new Promise((resolve) => setTimeout(resolve, 20));

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 45_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await moment();
  }
}

function end(polite: boolean, tracks: MediaStreamTrack[], other: () => End): End {
  const connections: RTCPeerConnection[] = [];
  const way: Pick<End, "said" | "loses"> = { said: [], loses: null };
  let pipe: Promise<unknown> = Promise.resolve();
  const peer = new Peer({
    polite,
    numbers: { sent: 0, received: 0 },
    configuration: {},
    rtc: {
      connection: (configuration) => {
        const connection = new RTCPeerConnection(configuration);
        connections.push(connection);
        return connection;
      },
      stream: (all) => new MediaStream([...all]),
    },
    timers: browserTimers,
    tracks: {
      ...NOTHING,
      audio: tracks.find(({ kind }) => kind === "audio") ?? null,
      video: tracks.find(({ kind }) => kind === "video") ?? null,
    },
    labels: { person: new MediaStream(), screen: new MediaStream() },
    reachable: () => true,
    send: (signal: Signal) => {
      if (signal.description) way.said.push(signal.description.type);
      if (signal.description && signal.description.type === way.loses) {
        way.loses = null;
        return;
      }
      pipe = pipe.then(moment).then(() => other().peer.receive(signal));
    },
    changed: () => undefined,
  });
  const [connection] = connections;
  if (!connection) throw new Error("no connection was made");
  return Object.assign(way, { peer, connection });
}

export let tracks: MediaStreamTrack[] = [];

export async function pair(): Promise<Pair> {
  if (tracks.length === 0)
    tracks = (await navigator.mediaDevices.getUserMedia({ audio: true, video: true })).getTracks();
  const ends: End[] = [];
  const other = (index: number) => () => ends[index] as End;
  ends.push(end(true, tracks, other(1)), end(false, tracks, other(0)));
  return ends as unknown as Pair;
}

export const connected = (ends: Pair) =>
  until("both connected", () =>
    ends.every(({ peer, connection }) => peer.link === "connected" && connection.signalingState === "stable"),
  );

export const close = (ends: Pair) => {
  for (const { peer } of ends) peer.close();
};

/** Media lines in both descriptions, and transceivers in use: 4 and 4 and 4 at both ends if all is well. */
export const lines = (ends: Pair) =>
  ends.map(({ connection }) => [
    connection.localDescription?.sdp.match(/^m=(?:audio|video)/gm)?.length,
    connection.remoteDescription?.sdp.match(/^m=(?:audio|video)/gm)?.length,
    connection.getTransceivers().filter(({ mid }) => mid !== null).length,
  ]);

/** What has come of one track. */
async function received(
  track: MediaStreamTrack | undefined,
  { connection }: End,
  what: string,
): Promise<number> {
  const rows = [...(await connection.getStats()).values()];
  return rows.find(({ trackIdentifier }) => trackIdentifier === track?.id)?.[what] ?? 0;
}

export const frames = (end: End) => received(end.peer.stream?.getVideoTracks()[0], end, "framesDecoded");
export const sound = (end: End) => received(end.peer.stream?.getAudioTracks()[0], end, "packetsReceived");
export const screenFrames = (end: End) =>
  received(end.peer.screen?.getVideoTracks()[0], end, "framesDecoded");
export const screenSound = (end: End) =>
  received(end.peer.screen?.getAudioTracks()[0], end, "packetsReceived");

/** A decoder runs only for what is shown. */
function show({ peer }: End): HTMLVideoElement {
  return play(peer.stream);
}

export function play(stream: MediaStream | null): HTMLVideoElement {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  document.body.append(video);
  void video.play();
  return video;
}

export async function flowing(ends: Pair): Promise<void> {
  for (const one of ends) {
    const [pictures, packets] = [await frames(one), await sound(one)];
    await until("new pictures", async () => (await frames(one)) > pictures + 3);
    await until("new sound", async () => (await sound(one)) > packets + 3);
  }
}

/** These offer; both connect, and media flows. Gives what shows the other's picture at each end. */
export async function together(ends: Pair, ...offering: readonly End[]): Promise<HTMLVideoElement[]> {
  for (const { peer } of offering) peer.offer();
  await connected(ends);
  const videos = ends.map(show);
  await flowing(ends);
  return videos;
}

/** These restart ICE; both have new credentials, and media flows. */
export async function again(ends: Pair, ...restarting: readonly End[]): Promise<void> {
  const before = ends.map(ufrag);
  for (const { peer } of restarting) peer.offer();
  await until("new credentials", () => ends.every((one, index) => ufrag(one) !== before[index]));
  await connected(ends);
  await flowing(ends);
}

/** What is counted grows no more. */
export const still = (what: string, count: () => Promise<number>): Promise<void> =>
  until(what, async () => {
    const before = await count();
    for (let times = 0; times < 15; times += 1) await moment();
    return (await count()) === before;
  });

export const kindsOf = (stream: MediaStream | null) =>
  stream
    ?.getTracks()
    .map(({ kind }) => kind)
    .sort();

const ufrag = ({ connection }: End) => /a=ice-ufrag:(\S+)/.exec(connection.localDescription?.sdp ?? "")?.[1];

async function picture({ connection }: End): Promise<{ framesEncoded?: number; frameWidth?: number }> {
  const rows = [...(await connection.getStats()).values()];
  return rows.find(({ type, mid }) => type === "outbound-rtp" && mid === "1") ?? {};
}
export const framesSent = async (one: End) => (await picture(one)).framesEncoded ?? 0;
export const widthSent = async (one: End) => (await picture(one)).frameWidth ?? 0;
