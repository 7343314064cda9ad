import { describe, expect, it } from "vitest";
import { Signal } from "../../src/engine/signal";
import type { ServerMessage } from "../../src/protocol/types.gen";
import { Clock } from "./clock";
import { FakeNetwork } from "./fake-network";
import { SECRET, welcome } from "./make";

function open() {
  const network = new FakeNetwork();
  const clock = new Clock();
  const told: string[] = [];
  let greetings = 0;
  const signal = new Signal("https://hub.example/user/ada/meet/", network, clock, {
    greet: () => {
      greetings += 1;
      return greetings === 1
        ? { type: "hello", admission: SECRET }
        : { type: "resume", token: SECRET, seq: 7, epoch: "e" };
    },
    seq: () => 7,
    heard: ({ type }: ServerMessage) => told.push(type),
    lost: () => told.push("lost"),
    closed: ({ code }, again) => told.push(`closed ${code}${again ? " again" : ""}`),
  });
  signal.open();
  return { network, clock, told, signal };
}

function inside() {
  const all = open();
  all.network.last.accept();
  all.network.last.say(welcome("ada"));
  all.told.length = 0;
  return all;
}

it("connects to the socket's address with the subprotocol, and says hello first", () => {
  const { network, told } = open();
  expect(network.last.url).toBe("wss://hub.example/user/ada/meet/api/v1/socket");
  expect(network.last.protocol).toBe("notebook-meet.v1");
  network.last.accept();
  expect(network.last.sent).toEqual([{ type: "hello", admission: SECRET }]);
  network.last.say(welcome("ada"));
  expect(told).toEqual(["welcome"]);
});

it("pings every 3 s with what it has handled", async () => {
  const { network, clock } = inside();
  for (let times = 0; times < 4; times += 1) {
    await clock.pass(3000);
    network.last.say({ type: "pong", ack: 0 });
  }
  expect(network.last.of("ping")).toEqual(Array(4).fill({ type: "ping", seq: 7 }));
  expect(network.sockets).toHaveLength(1);
});

it("counts 9 s of silence as lost and resumes; the old socket is not closed cleanly", async () => {
  const { network, clock, told } = inside();
  await clock.pass(8999);
  expect(told).toEqual([]);
  await clock.pass(1);
  expect(told).toEqual(["lost"]);
  expect(network.sockets[0]?.closedWith).toBe(4000);
  await clock.pass(300);
  network.last.accept();
  expect(network.last.sent).toEqual([{ type: "resume", token: SECRET, seq: 7, epoch: "e" }]);
});

it("counts from the last sign, whenever that came", async () => {
  const { network, clock, told } = inside();
  await clock.pass(3000);
  await clock.pass(100);
  network.last.say({ type: "pong", ack: 0 });
  await clock.pass(8999);
  expect(told).toEqual(["pong"]);
  await clock.pass(1);
  expect(told).toEqual(["pong", "lost"]);
});

it("hears nothing more from a socket that it gave up", async () => {
  const { network, clock, told } = inside();
  await clock.pass(9000);
  network.sockets[0]?.say({ type: "pong", ack: 0 });
  network.sockets[0]?.hangUp(4409);
  expect(told).toEqual(["lost"]);
});

it.each([1006, 1001, 1011, 1013, 4408, 1012])("comes back after close code %i", async (code) => {
  const { network, clock, told } = inside();
  network.last.hangUp(code);
  expect(told).toEqual(["lost"]);
  await clock.pass(300);
  expect(network.sockets).toHaveLength(2);
});

it("waits longer each time, until the server has welcomed it", async () => {
  const { network, clock } = inside();
  network.last.hangUp(1006);
  await clock.pass(300);
  network.last.hangUp(1006);
  await clock.pass(599);
  expect(network.sockets).toHaveLength(2);
  await clock.pass(1);
  network.last.accept();
  network.last.say({ type: "resumed", ack: 0 });
  network.last.hangUp(1006);
  await clock.pass(300);
  expect(network.sockets).toHaveLength(4);
});

it("backs off after too much at once", async () => {
  const { network, clock } = inside();
  network.last.hangUp(4429);
  await clock.pass(2399);
  expect(network.sockets).toHaveLength(1);
  await clock.pass(1);
  expect(network.sockets).toHaveLength(2);
});

it("waits as long as a server asks that goes away", async () => {
  const { network, clock } = inside();
  network.last.say({ type: "going_away", retry_after: 2 });
  network.last.hangUp(1001);
  await clock.pass(2299);
  expect(network.sockets).toHaveLength(1);
  await clock.pass(1);
  expect(network.sockets).toHaveLength(2);
});

describe("does not come back", () => {
  it.each([
    [4400, "closed bad_message"],
    [4401, "closed admission_invalid again"],
    [4403, "closed removed"],
    [4409, "closed moved"],
    [4410, "closed meeting_ended"],
    [1009, "closed too_large"],
  ])("after close code %i", async (code, said) => {
    const { network, clock, told } = inside();
    network.last.hangUp(code);
    await clock.pass(60_000);
    expect(told).toEqual([said]);
    expect(network.sockets).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it("and gives the reason that the server gave", () => {
    const { network, told } = inside();
    network.last.say({ type: "refused", code: "resume_refused", message: "Join again." });
    network.last.hangUp(4401);
    expect(told).toEqual(["refused", "closed resume_refused again"]);
  });

  it.each([["{}"], ["no json"], [new ArrayBuffer(4)]])(
    "when the server says what it does not know",
    (data) => {
      const { network, told } = inside();
      network.last.onmessage?.({ data });
      expect(told).toEqual(["closed protocol_unsupported"]);
      expect(network.last.closedWith).toBe(1000);
    },
  );

  it("after it was closed", async () => {
    const { network, clock, told, signal } = inside();
    signal.close();
    network.last.hangUp(1006);
    network.wake();
    await clock.pass(60_000);
    expect(told).toEqual([]);
    expect(network.sockets).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

describe("when the network or the person is back", () => {
  it("tries at once", async () => {
    const { network } = inside();
    network.last.hangUp(1006);
    network.wake();
    expect(network.sockets).toHaveLength(2);
  });

  it("gives an open socket 3 s to prove itself", async () => {
    const { network, clock, told } = inside();
    network.wake();
    expect(network.last.of("ping")).toHaveLength(1);
    await clock.pass(3000);
    expect(told).toEqual(["lost"]);
  });

  it("keeps a socket that does", async () => {
    const { network, clock, told } = inside();
    network.wake();
    network.last.say({ type: "pong", ack: 0 });
    await clock.pass(3000);
    expect(told).toEqual(["pong"]);
    expect(network.sockets).toHaveLength(1);
  });
});

it("sends nothing on a socket that is not open", () => {
  const { network, signal } = open();
  signal.send({ type: "ping", seq: 1 });
  expect(network.last.sent).toEqual([]);
});

describe("a page that was asleep", () => {
  it("keeps a socket that answers then", async () => {
    const { network, clock, told } = inside();
    for (let minutes = 1; minutes <= 3; minutes += 1) {
      clock.sleep(60_000);
      await clock.pass(0);
      network.last.say({ type: "pong", ack: 0 });
    }
    expect(network.last.of("ping")).toHaveLength(3);
    expect(told).toEqual(["pong", "pong", "pong"]);
    expect(network.sockets).toHaveLength(1);
  });

  it("gives up one that does not, also when it sleeps on", async () => {
    const { clock, told } = inside();
    clock.sleep(60_000);
    await clock.pass(0);
    expect(told).toEqual([]);
    clock.sleep(60_000);
    await clock.pass(0);
    expect(told).toEqual(["lost"]);
  });
});
