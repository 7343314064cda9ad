import { expect, it } from "vitest";
import { createDevices } from "../../src/engine/devices";
import { person } from "../fakes/people";
import { settle } from "./clock";
import { machine } from "./machine";
import { welcome } from "./make";
import { devicesSaid, inside, last, request, set } from "./stand";

const bare = { ...request, media: false };

it("who joins without devices wants none in this call, and what was wanted is remembered", async () => {
  const all = await inside([], {}, bare);
  expect(all.devices.state.wanted).toEqual({ camera: false, microphone: false });
  await all.call.setMicrophone(true);
  await all.devices.start();
  expect(all.devices.state.live.camera).toBe(false);
  all.call.leave();
  expect(all.devices.state.wanted).toEqual({ camera: true, microphone: true });
});

it("a join without devices that fails changes nothing of what is wanted", async () => {
  const all = set();
  all.api.refuses = () => ({ code: "meeting_full", message: "Full." });
  await all.call.join(bare);
  expect(all.call.state.problem?.code).toBe("meeting_full");
  expect(all.devices.state.wanted).toEqual({ camera: true, microphone: true });
});

it.each([
  ["video_full", { camera: false, microphone: true }],
  ["not_allowed", { camera: false, microphone: false }],
])("what is refused with %s is released, and still remembered as wanted", async (code, left) => {
  const { port, saved } = machine();
  const all = await inside([person("grace")], {}, request, createDevices(port));
  const n = last(all.network.last.of("state"))?.n ?? 0;
  all.network.last.say({ type: "error", seq: 2, code, message: "No.", re: n });
  await settle();
  expect(devicesSaid(all.network.last)).toEqual(left);
  expect(saved()?.wanted ?? { camera: true, microphone: true }).toEqual({ camera: true, microphone: true });
});

it("who grows tired of the browser's question joins without devices", async () => {
  const { port, hold, wishes } = machine();
  const all = set(createDevices(port));
  hold();
  const first = all.call.join(request);
  await settle();
  expect([wishes.length, all.network.sockets.length]).toEqual([1, 0]);
  const second = all.call.join(bare);
  await settle();
  all.network.last.accept();
  all.network.last.say(welcome("ada"));
  await Promise.all([first, second]);
  expect(all.network.sockets).toHaveLength(1);
  expect(all.call.state.phase).toBe("in");
  expect(devicesSaid(all.network.last)).toEqual({ camera: false, microphone: false });
});

it("who is made an observer is captured no more", async () => {
  const all = await inside([]);
  expect(all.devices.state.live).toEqual({ camera: true, microphone: true });
  all.network.last.say({ type: "updated", seq: 2, participant: person("ada", { role: "observer" }) });
  await settle();
  expect(all.devices.state.live).toEqual({ camera: false, microphone: false });
  expect(devicesSaid(all.network.last)).toEqual({ camera: false, microphone: false });
});
