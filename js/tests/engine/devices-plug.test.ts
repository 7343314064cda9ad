import { describe, expect, it } from "vitest";
import { createDevices } from "../../src/engine/devices";
import { settle } from "./clock";
import { type Listed, live, machine } from "./machine";

const USB: Listed = { kind: "audioinput", deviceId: "mic-usb", label: "USB microphone" };
const without = (id: string) => (list: Listed[]) => list.filter(({ deviceId }) => deviceId !== id);
const with_ = (one: Listed) => (list: Listed[]) => [...list, one];

/** Someone who speaks into the USB microphone that was chosen. */
async function speaking(around: Parameters<typeof machine>[1] = {}) {
  let there = true;
  const all = machine(
    ({ audio }) =>
      !there && audio && audio.deviceId?.exact === USB.deviceId ? "OverconstrainedError" : null,
    around,
    { chosen: { camera: "", microphone: USB.deviceId, speaker: "" } },
  );
  await all.plug(with_(USB));
  const devices = createDevices(all.port);
  await devices.start();
  const seen: boolean[] = [];
  devices.subscribe(() => seen.push(devices.state.live.microphone));
  const microphone = () => devices.state.stream?.getAudioTracks()[0]?.id ?? null;
  /** The plug is pulled; the list of devices tells it before or after the track does. */
  const pull = async (order: "list first" | "track first") => {
    there = false;
    if (order === "list first") await all.plug(without(USB.deviceId));
    all.tracks.find(({ id, readyState }) => id === USB.deviceId && readyState === "live")?.unplug();
    await settle();
    if (order === "track first") await all.plug(without(USB.deviceId));
  };
  const back = async () => {
    there = true;
    await all.plug(with_(USB));
  };
  return { ...all, devices, microphone, pull, back, seen };
}

describe("a microphone that is unplugged in the middle of a sentence", () => {
  it.each(["list first", "track first"] as const)("gives way to another one: %s", async (order) => {
    const { devices, microphone, pull, seen, tracks } = await speaking();
    expect(microphone()).toBe(USB.deviceId);
    await pull(order);
    expect(microphone()).toBe("default");
    expect(devices.state).toMatchObject({
      live: { camera: true, microphone: true },
      chosen: { microphone: USB.deviceId },
      problem: { kind: "replaced", device: "microphone" },
      asking: false,
    });
    expect(seen, "the toggle tells the truth in between").toContain(false);
    expect(live(tracks)).toEqual(["video", "audio"]);
  });

  it("comes back by itself when it is plugged in again, if it was chosen", async () => {
    const { devices, microphone, pull, back, tracks } = await speaking();
    await pull("track first");
    await back();
    expect(microphone()).toBe(USB.deviceId);
    expect(devices.state.problem).toBeNull();
    expect(live(tracks)).toEqual(["video", "audio"]);
  });

  it("does not come back when another one was chosen meanwhile", async () => {
    const { devices, microphone, pull, back } = await speaking();
    await pull("track first");
    await devices.choose("microphone", "mic-1");
    await back();
    expect(microphone()).toBe("mic-1");
  });

  it("is the chosen one again when it was silenced while it was away", async () => {
    const { devices, microphone, pull, back } = await speaking();
    await pull("track first");
    await devices.setMicrophone(false);
    await back();
    expect(microphone()).toBeNull();
    await devices.setMicrophone(true);
    expect(microphone()).toBe(USB.deviceId);
  });

  it("is said to be gone where there is no other one, and comes back with the next one", async () => {
    const { devices, pull, back, microphone, plug } = await speaking();
    await plug(without("mic-1"));
    await pull("list first");
    expect(devices.state).toMatchObject({
      live: { camera: true, microphone: false },
      problem: { kind: "unplugged", device: "microphone" },
    });
    await back();
    expect(microphone()).toBe(USB.deviceId);
    expect(devices.state.problem).toBeNull();
  });

  it("asks the person nothing: without permission it only says that it is gone", async () => {
    const { devices, pull, back, wishes } = await speaking({ grants: async () => false });
    await pull("track first");
    await back();
    expect(wishes).toHaveLength(1);
    expect(devices.state.problem).toEqual({ kind: "unplugged", device: "microphone" });
  });

  it("is blocked, and not unplugged, when the person took the permission back", async () => {
    let blocked = false;
    const { devices, pull, wishes } = await speaking({ blocks: async () => blocked });
    blocked = true;
    await pull("track first");
    expect(wishes).toHaveLength(1);
    expect(devices.state.problem).toEqual({ kind: "denied", device: "microphone" });
  });

  it("troubles nobody who had switched it off", async () => {
    const { devices, pull, wishes } = await speaking();
    await devices.setMicrophone(false);
    await pull("track first");
    expect(wishes).toHaveLength(1);
    expect(devices.state).toMatchObject({ problem: null, live: { camera: true, microphone: false } });
  });

  it("takes nothing after the call is over", async () => {
    const { devices, pull, back, wishes } = await speaking();
    await pull("list first");
    const asked = wishes.length;
    devices.stop();
    await back();
    expect(wishes).toHaveLength(asked);
  });
});

it("a fallback that fails says that the device is gone, and the next change of devices helps", async () => {
  let broken = false;
  const { port, plug, tracks } = machine(() => (broken ? "NotReadableError" : null));
  const devices = createDevices(port);
  await devices.start();
  broken = true;
  tracks.find(({ kind }) => kind === "video")?.unplug();
  await settle();
  expect(devices.state.problem).toEqual({ kind: "unplugged", device: "camera" });
  broken = false;
  await plug(with_({ kind: "videoinput", deviceId: "cam-2", label: "Another" }));
  expect(devices.state).toMatchObject({ live: { camera: true, microphone: true }, problem: null });
});

it("lists what is plugged in and out", async () => {
  const { port, plug } = machine();
  const devices = createDevices(port);
  await plug(with_(USB));
  expect(devices.state.devices.microphone.map(({ id }) => id)).toEqual(["mic-1", USB.deviceId]);
  await plug(without("mic-1"));
  expect(devices.state.devices.microphone.map(({ id }) => id)).toEqual([USB.deviceId]);
});

describe("the speaker", () => {
  it("is the system's while the chosen one is away, and the chosen one when it is back", async () => {
    const { port, plug } = machine(
      undefined,
      {},
      { chosen: { camera: "", microphone: "", speaker: "out-2" } },
    );
    const headset: Listed = { kind: "audiooutput", deviceId: "out-2", label: "Headset" };
    await plug(with_(headset));
    const devices = createDevices(port);
    await settle();
    expect(devices.state.speaker).toBe("out-2");
    await plug(without("out-2"));
    expect(devices.state).toMatchObject({ speaker: "", problem: { kind: "replaced", device: "speaker" } });
    await plug(with_(headset));
    expect(devices.state).toMatchObject({ speaker: "out-2", problem: null });
  });

  it("is trusted to be there as long as the browser names none", async () => {
    const { port, plug } = machine(
      undefined,
      {},
      { chosen: { camera: "", microphone: "", speaker: "out-2" } },
    );
    await plug((list) => list.filter(({ kind }) => kind !== "audiooutput"));
    const devices = createDevices(port);
    await settle();
    expect(devices.state.speaker).toBe("out-2");
  });
});

it("a chosen device is known again by its label when its id is another", async () => {
  const chosen = { camera: "", microphone: "forgotten", speaker: "" };
  const labels = { camera: "", microphone: USB.label, speaker: "" };
  const { port, plug, saved } = machine(
    ({ audio }) => (audio && audio.deviceId?.exact === "forgotten" ? "OverconstrainedError" : null),
    {},
    { chosen, labels },
  );
  const devices = createDevices(port);
  await devices.start();
  expect(devices.state.chosen.microphone).toBe("forgotten");
  await plug(with_(USB));
  expect(devices.state.stream?.getAudioTracks()[0]?.id).toBe(USB.deviceId);
  expect(saved().chosen.microphone).toBe(USB.deviceId);
});

it("of two remembered devices only the one that is gone is replaced", async () => {
  const chosen = { camera: "old", microphone: USB.deviceId, speaker: "" };
  const { port } = machine(
    ({ video }) => (video && video.deviceId?.exact === "old" ? "OverconstrainedError" : null),
    {},
    { chosen },
  );
  const devices = createDevices(port);
  await devices.start();
  expect(devices.state.stream?.getTracks().map(({ id }) => id)).toEqual(["default", USB.deviceId]);
  expect(devices.state.problem).toBeNull();
});
