import { describe, expect, it } from "vitest";
import { NOTHING } from "../../src/engine/lines";
import { Peer, type PeerOptions } from "../../src/engine/peer";
import type { Signal } from "../../src/protocol/types.gen";
import { Clock, settle } from "./clock";
import { type FakeConnection, fakeRtc } from "./fake-connection";
import { stream, track } from "./fake-media";

interface End {
  peer: Peer;
  connection: FakeConnection;
  sent: Signal[];
  clock: Clock;
}

function end(options: Partial<PeerOptions> = {}): End {
  const rtc = fakeRtc();
  const clock = new Clock();
  const sent: Signal[] = [];
  const peer = new Peer({
    polite: true,
    numbers: { sent: 0, received: 0 },
    configuration: { iceServers: [{ urls: "stun:stun.example.org" }] },
    rtc,
    timers: clock,
    tracks: NOTHING,
    labels: { person: stream([]), screen: stream([]) },
    reachable: () => true,
    send: (signal) => sent.push(signal),
    changed: () => undefined,
    ...options,
  });
  const [connection] = rtc.made;
  if (!connection) throw new Error("no connection was made");
  return { peer, connection, sent, clock };
}

/** Hands over what the two have said, until neither says anything more. */
async function talk(a: End, b: End): Promise<void> {
  for (let rounds = 0; rounds < 10; rounds += 1) {
    await settle();
    const [fromA, fromB] = [a.sent.splice(0), b.sent.splice(0)];
    for (const signal of fromA) b.peer.receive(signal);
    for (const signal of fromB) a.peer.receive(signal);
  }
}

const lines = ({ connection }: End) => JSON.parse(connection.localDescription.sdp).lines.length;
const kinds = ({ peer: { stream, screen } }: End) =>
  [stream, screen].map((each) => each?.getTracks().map(({ kind }) => kind));

/** They agree on the four lines of every connection, and neither waits for anything more. */
function expectFourLines(...ends: End[]): void {
  expect(ends.map(({ connection }) => connection.signalingState)).toEqual(["stable", "stable"]);
  expect(ends.map(lines)).toEqual([4, 4]);
}

describe("two peers", () => {
  it("agree on two lines for the person and two for the screen, and send their tracks on them", async () => {
    const audio = track("audio");
    const [video, screen] = [track("video"), track("video")];
    const a = end({ tracks: { ...NOTHING, audio } });
    const b = end({ polite: false, tracks: { ...NOTHING, video, screen } });
    a.peer.offer();
    await talk(a, b);
    expect([a, b].map(({ connection }) => connection.signalingState)).toEqual(["stable", "stable"]);
    const four = [
      ["audio", "video"],
      ["video", "audio"],
    ];
    expect([a, b].map(kinds)).toEqual([four, four]);
    expect(a.connection.sending).toEqual([audio.id, null, null, null]);
    expect(b.connection.sending).toEqual([null, video.id, screen.id, null]);
  });

  it("end with four lines after glare, and after a restart that follows it", async () => {
    const a = end();
    const b = end({ polite: false });
    a.peer.offer();
    b.peer.offer();
    await talk(a, b);
    a.peer.offer();
    await talk(a, b);
    expectFourLines(a, b);
  });

  it.each([true, false])(
    "connect after the answer to an offer was lost; polite offers first: %s",
    async (polite) => {
      const [a, b] = [end({ polite }), end({ polite: !polite })];
      a.peer.offer();
      await settle();
      for (const signal of a.sent.splice(0)) b.peer.receive(signal);
      await settle();
      expect(b.sent.splice(0).map(({ description }) => description?.type)).toEqual(["answer"]);
      b.peer.offer();
      await talk(a, b);
      a.peer.offer();
      await talk(a, b);
      expectFourLines(a, b);
    },
  );

  it("change tracks without a word", async () => {
    const a = end();
    const b = end({ polite: false });
    a.peer.offer();
    await talk(a, b);
    const video = track("video");
    b.peer.setTracks({ ...NOTHING, video });
    await settle();
    expect(b.connection.sending).toEqual([null, video.id, null, null]);
    expect(b.sent).toEqual([]);
  });

  it("start and stop screens without a word, also after glare, each on its own line", async () => {
    const a = end();
    const b = end({ polite: false });
    for (const { peer } of [a, b]) peer.offer();
    await talk(a, b);
    const shared = { ...NOTHING, screen: track("video"), screenAudio: track("audio") };
    for (const { peer } of [a, b]) peer.setTracks(shared);
    await settle();
    for (const { connection } of [a, b])
      expect(connection.sending).toEqual([null, null, shared.screen.id, shared.screenAudio.id]);
    a.peer.setTracks(NOTHING);
    await settle();
    expect(a.connection.sending).toEqual([null, null, null, null]);
    expect([a.sent, b.sent]).toEqual([[], []]);
  });

  it("favour sharpness for a screen, and for nothing else", async () => {
    const a = end();
    a.peer.offer();
    await settle();
    a.peer.setTracks({ ...NOTHING, video: track("video"), screen: track("video") });
    await a.clock.pass(100);
    const preferred = a.connection.senders.map(({ preference }) => preference);
    expect(preferred).toEqual([undefined, undefined, "maintain-resolution", undefined]);
  });

  it("share the person alone with somebody who knows of no screens", async () => {
    const a = end({ polite: false });
    const b = end({ tracks: { ...NOTHING, video: track("video"), screen: track("video") } });
    const other = fakeRtc().connection({}) as unknown as FakeConnection;
    for (const kind of ["audio", "video"] as const) other.addTransceiver(kind);
    const { sdp } = await other.createOffer({ iceRestart: false });
    b.peer.receive({ number: 1, seen: 0, description: { type: "offer", sdp }, candidates: [] });
    await talk(a, b);
    expect(kinds(b)).toEqual([["audio", "video"], undefined]);
    expect(b.connection.sending[1]).toMatch(/^video/);
  });
});

describe("one peer", () => {
  it("sends a description at once and candidates 20 ms later, all in one", async () => {
    const { peer, connection, sent, clock } = end();
    peer.offer();
    await settle();
    expect(sent.map(({ number, description }) => [number, description?.type])).toEqual([[1, "offer"]]);
    connection.gather("one");
    connection.gather("two");
    connection.gather("");
    await clock.pass(20);
    expect(sent[1]).toEqual({
      number: 2,
      seen: 0,
      candidates: ["one", "two"].map((candidate) => ({
        candidate,
        sdpMid: "0",
        sdpMLineIndex: 0,
        usernameFragment: "u",
      })),
    });
  });

  it("adds what candidates it can", async () => {
    const { peer, connection } = end();
    peer.receive({ number: 1, seen: 0, candidates: [{ candidate: "bad" }, { candidate: "good" }] });
    await settle();
    expect(connection.added).toEqual(["good"]);
  });

  it("takes back what failed and goes on", async () => {
    const { peer, connection, sent } = end();
    peer.offer();
    await settle();
    const number = sent[0]?.number ?? 0;
    peer.receive({
      number: 1,
      seen: number,
      description: { type: "answer", sdp: "nonsense" },
      candidates: [],
    });
    await settle();
    expect(connection.signalingState).toBe("stable");
    peer.offer();
    await settle();
    expect(sent.map(({ description }) => description?.type)).toEqual(["offer", "offer"]);
  });

  it("repairs an interrupted connection after 2 s, with a restart", async () => {
    const a = end({ polite: false });
    const b = end();
    a.peer.offer();
    await talk(a, b);
    a.connection.become("connected");
    await a.clock.pass(60_000);
    expect(a.sent).toEqual([]);
    a.connection.become("disconnected");
    expect(a.peer.link).toBe("interrupted");
    await a.clock.pass(1999);
    expect(a.sent).toEqual([]);
    await a.clock.pass(1);
    expect(a.sent.map(({ description }) => description?.type)).toEqual(["offer"]);
  });

  it("repeats an offer that nobody answers", async () => {
    const { peer, sent, clock } = end({ polite: false });
    peer.offer();
    await clock.pass(8000);
    expect(sent.map(({ number, description }) => [number, description?.sdp])).toEqual([
      [1, sent[0]?.description?.sdp],
      [2, sent[0]?.description?.sdp],
    ]);
  });

  it("offers itself when the offer that it waits for never comes", async () => {
    const { sent, clock } = end({ polite: false });
    await clock.pass(8000);
    expect(sent.map(({ description }) => description?.type)).toEqual(["offer"]);
  });

  it("repairs only when signals leave, and then at once", async () => {
    let reachable = false;
    const { peer, connection, sent, clock } = end({ polite: false, reachable: () => reachable });
    connection.become("failed");
    await clock.pass(60_000);
    expect(sent).toEqual([]);
    reachable = true;
    peer.reachable();
    await clock.pass(0);
    expect(sent.map(({ description }) => description?.type)).toEqual(["offer"]);
  });

  it("is silent once closed", async () => {
    const { peer, connection, sent, clock } = end();
    peer.offer();
    peer.close();
    connection.gather("late");
    await clock.pass(60_000);
    expect(sent).toEqual([]);
    expect(connection.closed).toBe(true);
    expect(clock.pending).toBe(0);
  });
});
