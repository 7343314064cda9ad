import { describe, expect, it } from "vitest";
import { NOTHING as NO_TRACKS } from "../../src/engine/lines";
import { Peer } from "../../src/engine/peer";
import { tune } from "../../src/engine/tuning";
import { writeWish } from "../../src/engine/wish";
import { id, person } from "../fakes/people";
import { Clock, settle } from "./clock";
import { FakeSender, fakeRtc } from "./fake-connection";
import { stream, track } from "./fake-media";
import { inside } from "./stand";

const CALM = 100;
const shown = (width: number) => writeWish({ camera: { width, height: (width * 9) / 16 }, screen: null });
const NOTHING = writeWish({ camera: null, screen: null });

async function sending() {
  const rtc = fakeRtc();
  const clock = new Clock();
  const peer = new Peer({
    polite: true,
    numbers: { sent: 0, received: 0 },
    configuration: {},
    rtc,
    timers: clock,
    tracks: { ...NO_TRACKS, audio: track("audio"), video: track("video") },
    labels: { person: stream([]), screen: stream([]) },
    reachable: () => true,
    send: () => undefined,
    changed: () => undefined,
  });
  const [connection] = rtc.made;
  if (!connection) throw new Error("no connection was made");
  peer.offer();
  await settle();
  const [sound, picture] = connection.senders;
  if (!sound || !picture) throw new Error("nothing is sent");
  return { peer, connection, clock, sound, picture, channel: connection.channel };
}

describe("a peer", () => {
  it("has one channel for wishes, there before the first offer", async () => {
    const { connection } = await sending();
    expect(connection.channels).toEqual([["wishes", { negotiated: true, id: 0 }]]);
  });

  it("sends as small as the other side shows, and nothing that it does not", async () => {
    const { clock, channel, picture } = await sending();
    channel.hear(shown(320));
    await clock.pass(CALM);
    expect(picture.encoding).toMatchObject({ active: true, scaleResolutionDownBy: 2 });
    channel.hear(NOTHING);
    await clock.pass(CALM);
    expect(picture.encoding).toMatchObject({ active: false });
    channel.hear(shown(1280));
    await clock.pass(CALM);
    expect(picture.encoding).toMatchObject({ active: true, scaleResolutionDownBy: 1 });
  });

  it("puts the sound first, and never touches it otherwise", async () => {
    const { peer, clock, channel, sound } = await sending();
    channel.hear(NOTHING);
    peer.adapt(true);
    await clock.pass(CALM);
    expect(sound.encoding).toEqual({ active: true, priority: "high", networkPriority: "high" });
  });

  it("sends a sign of life on a thin way", async () => {
    const { peer, clock, picture } = await sending();
    peer.adapt(true);
    await clock.pass(CALM);
    expect(picture.encoding).toMatchObject({ active: true, maxBitrate: 50_000 });
    peer.adapt(false);
    await clock.pass(CALM);
    expect(picture.encoding).toMatchObject({ maxBitrate: 599_040 });
  });

  it("lets no flood of wishes through to the encoder, and ignores junk", async () => {
    const { clock, channel, picture } = await sending();
    for (let wish = 0; wish < 1000; wish += 1) channel.hear(shown(wish % 2 ? 64 : 640));
    for (const junk of ["{", 7, null, shown(0)]) channel.hear(junk);
    await clock.pass(CALM);
    expect(picture.orders).toBe(1);
    expect(picture.encoding).toMatchObject({ scaleResolutionDownBy: 4 });
  });

  it("tries again what the browser refused, with the next look", async () => {
    const { peer, clock, channel, picture } = await sending();
    picture.refuses = true;
    channel.hear(NOTHING);
    await clock.pass(CALM);
    expect(picture.encoding).toEqual({ active: true });
    picture.refuses = false;
    peer.adapt(false);
    await clock.pass(CALM);
    expect(picture.encoding).toMatchObject({ active: false });
    const { orders } = picture;
    peer.adapt(false);
    await clock.pass(CALM);
    expect(picture.orders).toBe(orders);
  });

  it("says what it shows as soon as that can be said, and nothing twice", async () => {
    const { peer, channel } = await sending();
    const wish = (width: number) => ({ camera: { width, height: 360 }, screen: null });
    peer.wish(wish(320));
    peer.wish(wish(640));
    expect(channel.sent).toEqual([]);
    channel.open();
    peer.wish(wish(640));
    peer.wish({ camera: null, screen: null });
    expect(channel.sent).toEqual([writeWish(wish(640)), NOTHING]);
  });

  it("says that it shows nothing of somebody new only after some looks: there may be no tile yet", async () => {
    const { peer, channel } = await sending();
    channel.open();
    peer.wish({ camera: null, screen: null });
    expect(channel.sent).toEqual([]);
    peer.adapt(false);
    expect(channel.sent).toEqual([NOTHING]);
  });

  it("looks after nothing once closed", async () => {
    const { peer, channel, clock, picture } = await sending();
    channel.hear(NOTHING);
    peer.close();
    channel.hear(NOTHING);
    peer.adapt(true);
    await clock.pass(CALM);
    expect([picture.orders, clock.pending]).toEqual([0, 0]);
  });
});

it("a screen would rather jerk than blur", async () => {
  const sender = new FakeSender();
  await tune(sender as unknown as RTCRtpSender, "screen", { wish: null, thin: false });
  expect(sender.preference).toBe("maintain-resolution");
});

it("a call asks everybody for what its views show, and nobody for anything once it is over", async () => {
  const all = await inside([person("grace"), person("alan")]);
  const [grace, alan] = all.rtc.made.map(({ channel }) => channel);
  if (!grace || !alan) throw new Error("somebody is missing");
  grace.open();
  const sight = { id: id("grace"), source: "camera", width: 320, height: 192 } as const;
  all.call.seen.show(all, [sight]);
  await all.clock.pass(100);
  alan.open();
  const shown = writeWish({ camera: { width: 320, height: 192 }, screen: null });
  expect([grace.sent, alan.sent]).toEqual([[shown], []]);
  all.call.leave();
  all.call.seen.show(all, [{ ...sight, id: id("alan") }]);
  await all.clock.pass(2000);
  expect([grace.sent.length, alan.sent.length]).toEqual([1, 0]);
});

it("what would be sent is what every picture may cost now, and the sound", async () => {
  const { peer, clock, channel } = await sending();
  peer.adapt(false);
  await clock.pass(CALM);
  expect(peer.need).toBe(50_000 + 599_040);
  channel.hear(NOTHING);
  await clock.pass(CALM);
  expect(peer.need).toBe(50_000);
});
