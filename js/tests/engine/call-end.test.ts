import { describe, expect, it } from "vitest";
import { problem } from "../../src/engine/api";
import { id, person } from "../fakes/people";
import { settle } from "./clock";
import { SECRET, welcome } from "./make";
import { devicesSaid, inside, last, OTHER, request } from "./stand";

describe("a lost connection", () => {
  it("is resumed, and what was said meanwhile is said then", async () => {
    const all = await inside();
    all.network.last.hangUp(1006);
    expect(all.call.state.connection).toBe("reconnecting");
    await all.call.setCamera(false);
    await all.clock.pass(300);
    all.network.last.accept();
    expect(all.network.last.sent[0]).toEqual({ type: "resume", token: SECRET, seq: 1, epoch: "first" });
    all.network.last.say({ type: "resumed", ack: 1 });
    expect(all.call.state.connection).toBe("connected");
    const numbers = all.network.last.of("state").map(({ n }) => n);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(devicesSaid(all.network.last)).toEqual({ microphone: true, camera: false });
  });

  it("leads to a new admission when the server gave the participation up, without the passcode", async () => {
    const all = await inside([], {}, { ...request, passcode: "tulip" });
    all.network.last.hangUp(1006);
    await all.clock.pass(300);
    all.network.last.accept();
    all.network.last.say({ type: "refused", code: "resume_refused", message: "Join again." });
    all.network.last.hangUp(4401);
    await all.clock.pass(0);
    expect(last(all.api.asked)).toEqual({ name: "ada", kind: "browser", if_here: "ask", resume: SECRET });
    all.network.last.accept();
    expect(all.network.last.sent[0]).toEqual({ type: "hello", admission: SECRET });
    all.network.last.say(welcome("ada2", [person("grace")]));
    expect(all.call.state).toMatchObject({ phase: "in", connection: "connected", you: id("ada2") });
  });

  it("lets who is missing go after 30 s, also when the server was restarted once more meanwhile, and shows it a login", async () => {
    const all = await inside([person("grace")]);
    const restarted = async (epoch: string) => {
      all.network.last.hangUp(1006);
      await all.clock.pass(300);
      all.network.last.accept();
      all.network.last.say(welcome("ada", [], { epoch }));
    };
    expect(all.api.introduced).toBe(0);
    await restarted("second");
    expect(all.api.introduced).toBe(1);
    await all.clock.pass(5000);
    await restarted("third");
    await all.clock.pass(24_000);
    expect(all.call.state.tiles).toHaveLength(2);
    await all.clock.pass(1000);
    expect(all.call.state.tiles).toHaveLength(1);
  });

  it("is called by its name when it lasts, until the server listens again", async () => {
    const all = await inside();
    const drop = async (ms: number) => {
      all.network.last.hangUp(1006);
      await all.clock.pass(ms);
    };
    await drop(300);
    for (const wait of [600, 1200, 2400, 3000]) await drop(wait);
    expect(all.call.state.connection).toBe("reconnecting");
    await drop(2600);
    expect(all.call.state).toMatchObject({ phase: "in", connection: "unreachable" });
    await drop(3000);
    expect(all.call.state.connection).toBe("unreachable");
    all.network.last.accept();
    expect(all.call.state.connection).toBe("unreachable");
    all.network.last.say({ type: "resumed", ack: 0 });
    expect(all.call.state.connection).toBe("connected");
    await drop(0);
    expect(all.call.state).toMatchObject({ connection: "reconnecting", outage: null });
  });

  it("goes on trying while the server cannot be reached, and not when it says no", async () => {
    const all = await inside();
    all.api.refuses = () => problem("server_unreachable");
    all.network.last.hangUp(4401);
    await all.clock.pass(30_000);
    expect(all.call.state).toMatchObject({ phase: "in", connection: "unreachable" });
    const tries = all.api.asked.length;
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(12);
    expect(all.call.state.outage?.code).toBe("server_unreachable");
    all.api.refuses = () => problem("storage_full");
    await all.clock.pass(10_000);
    expect(all.call.state).toMatchObject({
      phase: "in",
      connection: "reconnecting",
      outage: { code: "storage_full" },
    });
    all.api.refuses = () => problem("meeting_full");
    await all.clock.pass(10_000);
    const problemNow = { code: "meeting_full" };
    expect(all.call.state).toMatchObject({ phase: "over", over: "lost", problem: problemNow, outage: null });
  });
});

describe("the end", () => {
  it("by leaving: says so, and releases everything at once", async () => {
    const all = await inside([person("grace")]);
    await all.clock.pass(4000);
    all.network.last.say({ type: "pong", ack: 0 });
    all.call.leave();
    expect(last(all.network.last.sent)).toMatchObject({ type: "leave" });
    expect(all.rtc.made.every(({ closed }) => closed)).toBe(true);
    expect(all.devices.state.live).toEqual({ camera: false, microphone: false });
    expect(all.call.state).toMatchObject({ phase: "over", over: "left", connection: "ended", tiles: [] });
    expect(all.call.state.stays).toEqual([
      { name: "grace", seconds: 4 },
      { name: "ada", seconds: 4 },
    ]);
    all.network.last.hangUp(1000);
    expect(all.clock.pending).toBe(0);
  });

  it("by leaving while the server does not listen: says so as soon as it does", async () => {
    const all = await inside();
    all.network.last.hangUp(1006);
    all.call.leave();
    expect(all.call.state).toMatchObject({ phase: "over", over: "left", connection: "ended" });
    all.network.last.hangUp(1006);
    await all.clock.pass(300);
    all.network.last.accept();
    expect(all.network.last.sent[0]).toEqual({ type: "resume", token: SECRET, seq: 1, epoch: "first" });
    all.network.last.say({ type: "resumed", ack: 7 });
    expect(last(all.network.last.sent)).toEqual({ type: "leave", n: 8 });
    expect(all.network.last.closedWith).toBe(1000);
    expect(all.clock.pending).toBe(0);
  });

  it.each([
    ["nobody waits any more", 1006],
    ["the server does not know who leaves", 4401],
  ])("by leaving while the server does not listen: lets it be when %s", async (_, code) => {
    const all = await inside();
    all.network.last.hangUp(1006);
    all.call.leave();
    const until = all.clock.now() + 30_000;
    while (all.clock.pending > 0) {
      all.network.last.hangUp(code);
      await all.clock.pass(100);
      expect(all.clock.now()).toBeLessThanOrEqual(until);
    }
    expect(all.call.state).toMatchObject({ phase: "over", over: "left" });
  });

  it.each([
    [4403, "removed", "removed"],
    [4409, "moved", null],
    [4410, "ended", null],
    [4400, "lost", "bad_message"],
  ] as const)("by close code %i: %s", async (code, over, reason) => {
    const all = await inside();
    all.network.last.hangUp(code);
    expect(all.call.state).toMatchObject({ phase: "over", over });
    expect(all.call.state.problem?.code ?? null).toBe(reason);
    expect(all.devices.state.live.camera).toBe(false);
    expect(all.clock.pending).toBe(0);
  });

  it("leaves the way open to join again, as someone who was there", async () => {
    const all = await inside();
    all.call.leave();
    void all.call.join(request);
    await settle();
    expect(last(all.api.asked)).toMatchObject({ resume: SECRET });
    all.network.last.accept();
    all.network.last.say(welcome("ada3"));
    await settle();
    expect(all.call.state).toMatchObject({ phase: "in", you: id("ada3"), over: null });
  });

  it("forgets the token of a meeting that is over", async () => {
    const all = await inside();
    all.network.last.say({ type: "ended", seq: 2 });
    expect(all.keepsake.recall()).toBeNull();
  });
});

describe("what is new after a break follows what is said again", () => {
  it("on resuming: the host key of a late kernel", async () => {
    const all = await inside();
    all.call.bring({ hostKey: OTHER });
    all.network.last.hangUp(1006);
    await all.call.setCamera(false);
    await all.clock.pass(300);
    all.network.last.accept();
    all.network.last.say({ type: "resumed", ack: 1 });
    const numbered = all.network.last.sent.flatMap((said) => ("n" in said ? [[said.type, said.n]] : []));
    expect(numbered).toEqual([
      ["claim", 2],
      ["state", 3],
      ["state", 4],
    ]);
  });

  it("on a new server: a camera for which there is no room any more", async () => {
    const all = await inside();
    all.network.last.hangUp(1006);
    await all.call.setMicrophone(false);
    await all.clock.pass(300);
    all.network.last.accept();
    const filming = ["a", "b"].map((name) => person(name, { camera: true }));
    const video = { limit: 2, allowed: false };
    all.network.last.say(welcome("ada", filming, { epoch: "second", ack: 0, video }));
    await settle();
    const numbers = all.network.last.of("state").map(({ n }) => n);
    expect(numbers.length).toBeGreaterThan(2);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(devicesSaid(all.network.last)).toEqual({ microphone: false, camera: false });
  });

  it("but a host key that was refused, or is not needed any more, is not claimed again", async () => {
    for (const answer of ["refused", "host"] as const) {
      const all = await inside();
      all.call.bring({ hostKey: OTHER });
      const n = last(all.network.last.of("claim"))?.n ?? 0;
      const participant = person("ada", { role: "host" });
      if (answer === "host") all.network.last.say({ type: "updated", seq: 2, participant });
      else all.network.last.say({ type: "error", seq: 2, code: "host_key_invalid", message: "Used.", re: n });
      all.network.last.say({ type: "pong", ack: n });
      expect(all.call.state.problem).toBeNull();
      all.network.last.hangUp(1006);
      await all.clock.pass(300);
      all.network.last.accept();
      all.network.last.say(welcome("ada", [], { epoch: "second", ack: n }));
      expect(all.network.last.of("claim")).toEqual([]);
    }
  });
});

it("the connections of a new participation count from the start, also to who was there before", async () => {
  const all = await inside([person("grace")]);
  await settle();
  const answer = async (seq: number) => {
    const { sdp = "" } = last(all.network.last.of("ticket"))?.signal.description ?? {};
    const description = {
      type: "answer" as const,
      sdp: JSON.stringify({ ...JSON.parse(sdp), type: "answer", ufrag: "hers" }),
    };
    const signal = { number: 1, seen: 1, description, candidates: [] };
    all.network.last.say({ type: "ticket", seq, from: id("grace"), signal });
    await settle();
  };
  await answer(2);
  all.network.last.hangUp(4401);
  await all.clock.pass(0);
  all.network.last.accept();
  all.network.last.say(welcome("ada2", [person("grace")]));
  await settle();
  expect(all.rtc.made.map(({ closed }) => closed)).toEqual([true, false]);
  expect(all.network.last.of("ticket")[0]?.signal).toMatchObject({ number: 1, seen: 0 });
  await answer(2);
  expect(all.call.state.tiles[1]?.stream?.getTracks()).toHaveLength(2);
});
