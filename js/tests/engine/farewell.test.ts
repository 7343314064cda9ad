import { expect, it } from "vitest";
import { SECRET } from "./make";
import { inside, last } from "./stand";

/** Somebody who has just clicked `Leave meeting`, and the socket on which that was said. */
async function left() {
  const all = await inside();
  all.call.leave();
  const socket = all.network.last;
  expect(last(socket.sent)).toMatchObject({ type: "leave" });
  return { ...all, socket };
}

it("a server that hears it closes the socket, and nothing more follows", async () => {
  const { network, socket, clock } = await left();
  expect(socket.closedWith).toBeNull();
  socket.hangUp(1000);
  await clock.pass(60_000);
  expect(network.sockets).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

it("nobody waits for that: it is over at once, and what still comes is not heard", async () => {
  const { call, devices, rtc, socket } = await left();
  expect(call.state).toMatchObject({ phase: "over", over: "left" });
  expect(devices.state.live).toEqual({ camera: false, microphone: false });
  expect(rtc.made.every(({ closed }) => closed)).toBe(true);
  socket.say({ type: "ended", seq: 2 });
  expect(call.state.over).toBe("left");
});

it("said into a line that has fallen silent, it is said again on another", async () => {
  const { network, socket, clock } = await left();
  await clock.pass(2999);
  expect(network.sockets).toHaveLength(1);
  await clock.pass(1);
  expect([socket.closedWith, network.sockets.length]).toEqual([4000, 2]);
  network.last.accept();
  expect(network.last.sent).toEqual([{ type: "resume", token: SECRET, seq: 1, epoch: "first" }]);
  network.last.say({ type: "resumed", ack: 1 });
  expect(last(network.last.sent)).toEqual({ type: "leave", n: 2 });
  expect(clock.pending).toBe(0);
});

it("said into a line that breaks, it is said again at once", async () => {
  const { network, socket, clock } = await left();
  socket.hangUp(1006);
  expect(network.sockets).toHaveLength(2);
  network.last.accept();
  network.last.say({ type: "refused", code: "resume_refused", message: "Gone." });
  network.last.hangUp(4401);
  expect(clock.pending).toBe(0);
});

it("a socket that was given up late is not taken for another answer", async () => {
  const { network, socket, clock } = await left();
  await clock.pass(3000);
  socket.hangUp(1006);
  expect(network.sockets).toHaveLength(2);
});
