/**
 * Two real peers in one page with a pipe between them, for tests/e2e/test_engine_pair.py. The pipe keeps the order and
 * takes a moment, as a server does. Every function resolves only when what it names has happened.
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
}
type Pair = readonly [End, End];

const moment = () => new Promise((resolve) => setTimeout(resolve, 20));

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 45_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await moment();
  }
}

function end(polite: boolean, tracks: MediaStreamTrack[], other: () => End): End {
  const connections: RTCPeerConnection[] = [];
  const said: string[] = [];
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
      if (signal.description) said.push(signal.description.type);
      pipe = pipe.then(moment).then(() => other().peer.receive(signal));
    },
    changed: () => undefined,
  });
  const [connection] = connections;
  if (!connection) throw new Error("no connection was made");
  return { peer, connection, said };
}

let tracks: MediaStreamTrack[] = [];

async function pair(): Promise<Pair> {
  if (tracks.length === 0)
    tracks = (await navigator.mediaDevices.getUserMedia({ audio: true, video: true })).getTracks();
  const ends: End[] = [];
  const other = (index: number) => () => ends[index] as End;
  ends.push(end(true, tracks, other(1)), end(false, tracks, other(0)));
  return ends as unknown as Pair;
}

const connected = (ends: Pair) =>
  until("both connected", () =>
    ends.every(({ peer, connection }) => peer.link === "connected" && connection.signalingState === "stable"),
  );

const close = (ends: Pair) => {
  for (const { peer } of ends) peer.close();
};

/** Media lines in both descriptions, and transceivers in use: 4 and 4 and 4 at both ends if all is well. */
const lines = (ends: Pair) =>
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

const frames = (end: End) => received(end.peer.stream?.getVideoTracks()[0], end, "framesDecoded");
const sound = (end: End) => received(end.peer.stream?.getAudioTracks()[0], end, "packetsReceived");
const screenFrames = (end: End) => received(end.peer.screen?.getVideoTracks()[0], end, "framesDecoded");
const screenSound = (end: End) => received(end.peer.screen?.getAudioTracks()[0], end, "packetsReceived");

/** A decoder runs only for what is shown. */
function show({ peer }: End): HTMLVideoElement {
  return play(peer.stream);
}

function play(stream: MediaStream | null): HTMLVideoElement {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  document.body.append(video);
  void video.play();
  return video;
}

async function flowing(ends: Pair): Promise<void> {
  for (const one of ends) {
    const [pictures, packets] = [await frames(one), await sound(one)];
    await until("new pictures", async () => (await frames(one)) > pictures + 3);
    await until("new sound", async () => (await sound(one)) > packets + 3);
  }
}

const kindsOf = (stream: MediaStream | null) =>
  stream
    ?.getTracks()
    .map(({ kind }) => kind)
    .sort();

/** One side offers: media flows both ways. */
export async function media() {
  const ends = await pair();
  ends[0].peer.offer();
  await connected(ends);
  for (const one of ends) show(one);
  await flowing(ends);
  const kinds = ends.map(({ peer }) => [peer.stream, peer.screen].map(kindsOf));
  const result = { lines: lines(ends), kinds, said: ends.map(({ said }) => said) };
  close(ends);
  return result;
}

/** Both offer at once. */
export async function glare() {
  const ends = await pair();
  for (const { peer } of ends) peer.offer();
  await connected(ends);
  const result = lines(ends);
  close(ends);
  return result;
}

/** Both offer at once; then both restart at once; then the one that gave way restarts alone. Media flows each time. */
export async function glareRestart() {
  const ends = await pair();
  for (const { peer } of ends) peer.offer();
  await connected(ends);
  for (const one of ends) show(one);
  await flowing(ends);
  for (const restarting of [ends, [ends[0]]]) {
    const before = ends.map(ufrag);
    for (const { peer } of restarting) peer.offer();
    await until("new credentials", () => ends.every((one, index) => ufrag(one) !== before[index]));
    await connected(ends);
    await flowing(ends);
  }
  const result = lines(ends);
  close(ends);
  return result;
}

/** Camera off and on, another microphone: everything goes on, and nothing is negotiated. */
export async function toggles() {
  const ends = await pair();
  ends[1].peer.offer();
  await connected(ends);
  const video = show(ends[1]);
  show(ends[0]);
  await flowing(ends);
  const said = () => ends.map((one) => [...one.said]);
  const before = said();
  const other = (await navigator.mediaDevices.getUserMedia({ audio: true, video: true })).getTracks();
  const of = (kind: string) => other.find((track) => track.kind === kind) ?? null;
  ends[0].peer.setTracks({ ...NOTHING, audio: of("audio") });
  await until("no more pictures", async () => {
    const seen = await frames(ends[1]);
    for (let times = 0; times < 15; times += 1) await moment();
    return (await frames(ends[1])) === seen;
  });
  ends[0].peer.setTracks({ ...NOTHING, audio: of("audio"), video: of("video") });
  await flowing(ends);
  const result = { before, after: said(), width: video.videoWidth, lines: lines(ends) };
  for (const track of other) track.stop();
  close(ends);
  return result;
}

/**
 * After glare one side shares a screen with sound: it comes on the other's own lines for it, beside face and voice. It stops and starts
 * again, and goes on through a restart. Nothing but the restart is negotiated.
 */
export async function screens() {
  const ends = await pair();
  for (const { peer } of ends) peer.offer();
  await connected(ends);
  const [sharing, seeing] = ends;
  for (const one of ends) show(one);
  play(seeing.peer.screen);
  await flowing(ends);
  const said = () => ends.map((one) => one.said.length);
  const before = said();
  const shared = (await navigator.mediaDevices.getUserMedia({ audio: true, video: true })).getTracks();
  const of = (all: MediaStreamTrack[], kind: string) => all.find((track) => track.kind === kind) ?? null;
  const person = { audio: of(tracks, "audio"), video: of(tracks, "video") };
  const on = { ...person, screen: of(shared, "video"), screenAudio: of(shared, "audio") };
  const comes = async () => {
    const [pictures, packets] = [await screenFrames(seeing), await screenSound(seeing)];
    await until("pictures of the screen", async () => (await screenFrames(seeing)) > pictures + 3);
    await until("sound of the screen", async () => (await screenSound(seeing)) > packets + 3);
  };
  sharing.peer.setTracks(on);
  await comes();
  await flowing(ends);
  sharing.peer.setTracks({ ...NOTHING, ...person });
  await until("no more pictures of the screen", async () => {
    const seen = await screenFrames(seeing);
    for (let times = 0; times < 15; times += 1) await moment();
    return (await screenFrames(seeing)) === seen;
  });
  await flowing(ends);
  sharing.peer.setTracks(on);
  await comes();
  const after = said();
  const credentials = ends.map(ufrag);
  seeing.peer.offer();
  await until("new credentials", () => ends.every((one, index) => ufrag(one) !== credentials[index]));
  await connected(ends);
  await comes();
  const none = await screenFrames(sharing);
  for (const track of shared) track.stop();
  const result = { before, after, none, lines: lines(ends) };
  close(ends);
  return result;
}

const ufrag = ({ connection }: End) => /a=ice-ufrag:(\S+)/.exec(connection.localDescription?.sdp ?? "")?.[1];

/** A restart gives both ends new credentials, and media goes on. */
export async function restart() {
  const ends = await pair();
  ends[0].peer.offer();
  await connected(ends);
  for (const one of ends) show(one);
  await flowing(ends);
  const before = ends.map(ufrag);
  ends[1].peer.offer();
  await until("new credentials", () => ends.every((one, index) => ufrag(one) !== before[index]));
  await connected(ends);
  await flowing(ends);
  const result = { lines: lines(ends), said: ends.map(({ said }) => said) };
  close(ends);
  return result;
}

/** After both have offered at once: what the other side does not show is not sent, and is again when it is. */
export async function wishes() {
  const ends = await pair();
  const shown = { camera: { width: 640, height: 360 }, screen: null };
  for (const { peer } of ends) peer.wish(shown);
  for (const { peer } of ends) peer.offer();
  await connected(ends);
  for (const one of ends) show(one);
  await flowing(ends);
  const [here, there] = ends;
  const heard = await sound(here);
  here.peer.wish({ camera: null, screen: null });
  await until("no more pictures sent", async () => {
    const sent = await framesSent(there);
    for (let times = 0; times < 15; times += 1) await moment();
    return (await framesSent(there)) === sent;
  });
  await until("sound goes on", async () => (await sound(here)) > heard + 20);
  const other = await frames(there);
  await until("the other way goes on", async () => (await frames(there)) > other + 3);
  here.peer.wish({ camera: { width: 100, height: 56 }, screen: null });
  await flowing(ends);
  await until("a small picture", async () => (await widthSent(there)) * 4 === (await widthSent(here)));
  const lines = ends.map(
    ({ connection }) => connection.localDescription?.sdp.match(/^m=application/gm)?.length,
  );
  close(ends);
  return { lines };
}

async function picture({ connection }: End): Promise<{ framesEncoded?: number; frameWidth?: number }> {
  const rows = [...(await connection.getStats()).values()];
  return rows.find(({ type, mid }) => type === "outbound-rtp" && mid === "1") ?? {};
}
const framesSent = async (one: End) => (await picture(one)).framesEncoded ?? 0;
const widthSent = async (one: End) => (await picture(one)).frameWidth ?? 0;
