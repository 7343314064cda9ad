import { expect, it } from "vitest";
import { Peers } from "../../src/engine/peers";
import type { Signal } from "../../src/protocol/types.gen";
import { Clock, settle } from "./clock";
import { fakeRtc } from "./fake-connection";

/** The page of somebody who knows one other. */
function page(you: string, clock: Clock) {
  const rtc = fakeRtc();
  const sent: Signal[] = [];
  const peers = new Peers({
    rtc,
    timers: clock,
    reachable: () => true,
    send: (_, signal) => sent.push(signal),
    changed: () => undefined,
  });
  peers.introduce(you, []);
  return { peers, sent, made: rtc.made };
}

/** Time passes; what one page says the other hears. */
async function pass(clock: Clock, a: ReturnType<typeof page>, b: ReturnType<typeof page>, ms: number) {
  await clock.pass(ms);
  for (let rounds = 0; rounds < 10; rounds += 1) {
    await settle();
    const [fromA, fromB] = [a.sent.splice(0), b.sent.splice(0)];
    for (const signal of fromA) b.peers.perform({ type: "signal", from: "a", signal });
    for (const signal of fromB) a.peers.perform({ type: "signal", from: "b", signal });
  }
}

it.each(["a", "b"])(
  "a connection that the browser refuses to mend is replaced by another at both ends; of %s",
  async (whose) => {
    const clock = new Clock();
    const [a, b] = [page("a", clock), page("b", clock)];
    a.peers.perform({ type: "meet", id: "b", offer: true });
    b.peers.perform({ type: "meet", id: "a", offer: false });
    await pass(clock, a, b, 0);
    for (const { made } of [a, b]) made[0]?.become("connected");
    const { made } = whose === "a" ? a : b;
    made[0]?.break();
    for (let seconds = 0; seconds < 12; seconds += 1) await pass(clock, a, b, 1000);
    for (const { made } of [a, b])
      expect(made.map(({ closed, signalingState }) => [closed, signalingState])).toEqual([
        [true, "stable"],
        [false, "stable"],
      ]);
    const agreed = [a, b].map(({ made }) => JSON.parse(made.at(-1)?.localDescription.sdp ?? "{}"));
    const [answer, offer] = agreed.toSorted((one, other) => one.type.localeCompare(other.type));
    expect(answer.answers).toBe(offer.id);
  },
);
