/**
 * What two real peers in one page go through, for tests/e2e/test_engine_pair.py. Every function resolves only when what it
 * names has happened.
 */

import { NOTHING } from "../../src/engine/lines";
import {
  again,
  close,
  connected,
  flowing,
  frames,
  framesSent,
  kindsOf,
  lines,
  pair,
  play,
  screenFrames,
  screenSound,
  sound,
  still,
  together,
  tracks,
  until,
  widthSent,
} from "./ends";

/** One side offers: media flows both ways. */
export async function media() {
  const ends = await pair();
  await together(ends, ends[0]);
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

/** The polite end offers; the other's answer is lost, and it offers itself. */
export async function lostAnswer() {
  const ends = await pair();
  const [polite, other] = ends;
  other.loses = "answer";
  polite.peer.offer();
  await until("the answer is lost", () => other.said.includes("answer"));
  await together(ends, other);
  const result = lines(ends);
  close(ends);
  return result;
}

/** Both offer at once; then both restart at once; then the one that gave way restarts alone. Media flows each time. */
export async function glareRestart() {
  const ends = await pair();
  await together(ends, ...ends);
  await again(ends, ...ends);
  await again(ends, ends[0]);
  const result = lines(ends);
  close(ends);
  return result;
}

/** Camera off and on, another microphone: everything goes on, and nothing is negotiated. */
export async function toggles() {
  const ends = await pair();
  const [, video] = await together(ends, ends[1]);
  const said = () => ends.map((one) => [...one.said]);
  const before = said();
  const other = (await navigator.mediaDevices.getUserMedia({ audio: true, video: true })).getTracks();
  const of = (kind: string) => other.find((track) => track.kind === kind) ?? null;
  ends[0].peer.setTracks({ ...NOTHING, audio: of("audio") });
  await still("no more pictures", () => frames(ends[1]));
  ends[0].peer.setTracks({ ...NOTHING, audio: of("audio"), video: of("video") });
  await flowing(ends);
  const result = { before, after: said(), width: video?.videoWidth, lines: lines(ends) };
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
  const [sharing, seeing] = ends;
  await together(ends, ...ends);
  play(seeing.peer.screen);
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
  await still("no more pictures of the screen", () => screenFrames(seeing));
  await flowing(ends);
  sharing.peer.setTracks(on);
  await comes();
  const after = said();
  await again(ends, seeing);
  await comes();
  const none = await screenFrames(sharing);
  for (const track of shared) track.stop();
  const result = { before, after, none, lines: lines(ends) };
  close(ends);
  return result;
}

/** A restart gives both ends new credentials, and media goes on. */
export async function restart() {
  const ends = await pair();
  await together(ends, ends[0]);
  await again(ends, ends[1]);
  const result = { lines: lines(ends), said: ends.map(({ said }) => said) };
  close(ends);
  return result;
}

/** After both have offered at once: what the other side does not show is not sent, and is again when it is. */
export async function wishes() {
  const ends = await pair();
  const shown = { camera: { width: 640, height: 360 }, screen: null };
  for (const { peer } of ends) peer.wish(shown);
  await together(ends, ...ends);
  const [here, there] = ends;
  const heard = await sound(here);
  here.peer.wish({ camera: null, screen: null });
  await still("no more pictures sent", () => framesSent(there));
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
