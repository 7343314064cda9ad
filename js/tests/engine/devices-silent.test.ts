import { expect, it } from "vitest";
import { createDevices } from "../../src/engine/devices";
import { machine } from "./machine";

async function started() {
  const all = machine();
  const devices = createDevices(all.port);
  await devices.start();
  const [camera, microphone] = all.tracks;
  if (!camera || !microphone) throw new Error("nothing was captured");
  return { ...all, devices, camera, microphone };
}

const silent = (device: string) => ({ kind: "silent", device });

it("a camera that delivers no picture from the start is told of after a while", async () => {
  const { devices, clock } = await started();
  await clock.pass(5000);
  expect(devices.state.problem).toBeNull();
  await clock.pass(1500);
  expect(devices.state.problem).toEqual(silent("camera"));
});

it("a camera that delivers a picture is not, and is not watched any longer", async () => {
  const { devices, clock, camera, watched } = await started();
  watched.get(camera)?.();
  await clock.pass(60_000);
  expect(devices.state.problem).toBeNull();
});

it("a late picture takes the words back", async () => {
  const { devices, clock, camera, watched } = await started();
  await clock.pass(10_000);
  watched.get(camera)?.();
  expect(devices.state.problem).toBeNull();
});

it.each(["camera", "microphone"] as const)(
  "a %s that falls silent is told of, until it is not",
  async (which) => {
    const { devices, clock, watched, ...all } = await started();
    watched.get(all.camera)?.();
    all[which].mute(true);
    await clock.pass(1000);
    expect(devices.state.problem).toBeNull();
    await clock.pass(2000);
    expect(devices.state.problem).toEqual(silent(which));
    all[which].mute(false);
    expect(devices.state.problem).toBeNull();
  },
);

it("a short pause is nothing to be told of", async () => {
  const { devices, clock, camera, watched } = await started();
  watched.get(camera)?.();
  camera.mute(true);
  await clock.pass(1000);
  camera.mute(false);
  await clock.pass(60_000);
  expect(devices.state.problem).toBeNull();
});

it("trying again captures it anew", async () => {
  const { devices, clock, camera, wishes, watched, tracks } = await started();
  await clock.pass(10_000);
  await devices.setCamera(true, true);
  expect(wishes).toHaveLength(2);
  expect(camera.readyState).toBe("ended");
  watched.get(tracks[2] as typeof camera)?.();
  await clock.pass(60_000);
  expect(devices.state).toMatchObject({ problem: null, live: { camera: true, microphone: true } });
});

it("of a device that is off nobody is told", async () => {
  const { devices, clock, camera, microphone, watched } = await started();
  watched.get(camera)?.();
  await devices.setMicrophone(false);
  microphone.mute(true);
  await clock.pass(60_000);
  expect(devices.state.problem).toBeNull();
});

it("after a stop nothing is waited for", async () => {
  const { devices, clock, watched } = await started();
  devices.stop();
  expect([clock.pending, watched.size]).toEqual([0, 0]);
});
