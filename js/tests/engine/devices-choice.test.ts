import { expect, it, vi } from "vitest";
import { createDevices } from "../../src/engine/devices";
import { live, machine } from "./machine";

it("choosing a device captures nothing as long as nothing is captured", async () => {
  const { port, wishes, saved } = machine();
  const devices = createDevices(port);
  await devices.choose("camera", "cam-1");
  await devices.choose("microphone", "mic-1");
  expect(wishes).toEqual([]);
  expect(saved()?.chosen).toMatchObject({ camera: "cam-1", microphone: "mic-1" });
});

it("of two quick choices the last one is live", async () => {
  const { port, tracks, wishes, hold, release } = machine();
  const devices = createDevices(port);
  await devices.start();
  hold();
  const first = devices.choose("camera", "cam-1");
  await vi.waitFor(() => expect(wishes).toHaveLength(2));
  const second = devices.choose("camera", "cam-2");
  release();
  await Promise.all([first, second]);
  const cameras = tracks.filter(({ kind, readyState }) => kind === "video" && readyState === "live");
  expect(cameras.map(({ id }) => id)).toEqual(["cam-2"]);
  expect(devices.state.stream?.getVideoTracks().map(({ id }) => id)).toEqual(["cam-2"]);
});

it("what is switched off while it is exchanged is off at once, and off afterwards", async () => {
  const { port, tracks, hold, release } = machine();
  const devices = createDevices(port);
  await devices.start();
  hold();
  const exchanged = Promise.all([devices.choose("microphone", "mic-2"), devices.choose("camera", "cam-2")]);
  await vi.waitFor(() => expect(live(tracks)).toEqual(["video"]));
  expect(devices.state.live, "for the others it goes on").toEqual({ camera: true, microphone: true });
  devices.release("microphone");
  await devices.setCamera(false);
  expect(devices.state.live).toEqual({ camera: false, microphone: false });
  release();
  await exchanged;
  expect(devices.state.live).toEqual({ camera: false, microphone: false });
  expect(tracks.filter(({ enabled, readyState }) => enabled && readyState === "live")).toEqual([]);
});

it("a microphone that is silenced is the chosen one when it is switched on again", async () => {
  const { port, tracks } = machine();
  const devices = createDevices(port);
  await devices.start();
  await devices.setMicrophone(false);
  await devices.choose("microphone", "mic-2");
  await devices.setMicrophone(true, true);
  const microphones = tracks.filter(({ kind, readyState }) => kind === "audio" && readyState === "live");
  expect(microphones.map(({ id }) => id)).toEqual(["mic-2"]);
});

it("what is released is not wanted until a stop, and not remembered", async () => {
  const { port, tracks, wishes, saved } = machine();
  const devices = createDevices(port);
  await devices.start();
  devices.release("camera");
  expect(live(tracks)).toEqual(["audio"]);
  await devices.setMicrophone(false);
  await devices.choose("speaker", "out-1");
  await devices.start();
  expect(wishes).toHaveLength(1);
  expect(saved()?.wanted).toEqual({ camera: true, microphone: false });
  devices.stop();
  expect(devices.state.wanted).toEqual({ camera: true, microphone: false });
});

it("a question that is never answered holds nothing up after a stop", async () => {
  const { port, wishes, hold } = machine();
  const devices = createDevices(port);
  hold();
  const started = devices.start();
  await vi.waitFor(() => expect(wishes).toHaveLength(1));
  devices.stop();
  await started;
  hold();
  const again = devices.setMicrophone(true, true);
  expect(devices.state.asking).toBe(true);
  await vi.waitFor(() => expect(wishes).toHaveLength(2));
  devices.stop();
  await again;
  expect(devices.state.asking).toBe(false);
});

it("given up, they are stopped and listen to the browser no more", async () => {
  const { port, media, tracks } = machine();
  const lists = vi.spyOn(media, "enumerateDevices");
  const devices = createDevices(port);
  await devices.start();
  media.dispatchEvent(new Event("devicechange"));
  const before = lists.mock.calls.length;
  devices.close();
  media.dispatchEvent(new Event("devicechange"));
  expect(live(tracks)).toEqual([]);
  expect(before).toBe(3);
  expect(lists).toHaveBeenCalledTimes(before);
});
