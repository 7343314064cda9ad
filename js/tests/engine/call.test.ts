import { describe, expect, it } from "vitest";
import { problem } from "../../src/engine/api";
import { FakeDevices } from "../fakes/devices";
import { id, person } from "../fakes/people";
import { settle } from "./clock";
import { SECRET, welcome } from "./make";
import { devicesSaid, inside, names, OTHER, request, set } from "./stand";

describe("joining", () => {
  it("captures, is admitted, says hello, and is in", async () => {
    const all = await inside([person("grace")]);
    expect(all.api.asked).toEqual([{ name: "ada", kind: "browser", if_here: "ask" }]);
    expect(all.network.last.sent[0]).toEqual({ type: "hello", admission: SECRET });
    expect(all.call.state).toMatchObject({
      phase: "in",
      connection: "connected",
      you: id("ada"),
      problem: null,
    });
    expect(names(all)).toEqual(["ada", "grace"]);
    expect(devicesSaid(all.network.last)).toEqual({ microphone: true, camera: true });
  });

  it("uses the servers that it is told, and the next ones on what it has and what it makes later", async () => {
    const turn = (username: string) => [{ urls: ["turn:turn.example.org"], username, credential: "c" }];
    const used = (iceServers: unknown) => ({ bundlePolicy: "max-bundle", iceServers });
    const { rtc, network } = await inside([person("grace")], { ice_servers: turn("600:ada") });
    expect(rtc.made.map(({ configuration }) => configuration)).toEqual([used(turn("600:ada"))]);
    network.last.say({ type: "ice_servers", seq: 2, ice_servers: turn("900:ada") });
    network.last.say({ type: "joined", seq: 3, participant: person("alan") });
    const [grace, alan] = rtc.made;
    expect([grace?.configuration, alan?.configuration]).toEqual(Array(2).fill(used(turn("900:ada"))));
    expect([grace?.closed, rtc.made.length]).toEqual([false, 2]);
  });

  it("captures nothing when no media is wanted", async () => {
    const all = await inside([], {}, { name: "ada", media: false });
    expect(all.devices.state.live).toEqual({ camera: false, microphone: false });
    expect(devicesSaid(all.network.last)).toEqual({ microphone: false, camera: false });
  });

  it("stops before anyone sees it when no device works", async () => {
    const devices = new FakeDevices();
    devices.trouble = { kind: "denied", device: "both" };
    const { call, network } = set(devices);
    await call.join(request);
    expect(call.state).toMatchObject({ phase: "idle", problem: null });
    expect(network.sockets).toEqual([]);
  });

  it("asks to be let in while the devices start", async () => {
    const { call, devices, api, network } = set();
    const start = devices.start.bind(devices);
    let answer = () => {};
    devices.start = () => new Promise<void>((resolve) => (answer = resolve)).then(start);
    void call.join(request);
    await settle();
    expect([api.asked.length, network.sockets.length]).toEqual([1, 0]);
    answer();
    await settle();
    network.last.accept();
    expect(network.last.of("hello")).toHaveLength(1);
    expect(api.asked).toHaveLength(1);
  });

  it("says why it was refused, and can be tried again", async () => {
    const { call, api } = set();
    api.refuses = () => problem("passcode_mismatch");
    await call.join({ ...request, passcode: "wrong" });
    expect(call.state).toMatchObject({ phase: "idle", problem: { code: "passcode_mismatch" } });
    expect(call.passcode).toBeNull();
    expect(api.asked).toHaveLength(1);
  });

  it("keeps the passcode that let the person in", async () => {
    const all = await inside([], {}, { ...request, passcode: "tulip" });
    expect(all.call.passcode).toBe("tulip");
    expect(all.api.asked[0]).toMatchObject({ passcode: "tulip" });
  });

  it("uses what the kernel brought, and does without what proves stale", async () => {
    const { call, api } = set();
    call.bring({ hostKey: OTHER, passcode: "old", invite: OTHER });
    api.refuses = ({ host_key, passcode }) =>
      host_key ? problem("host_key_invalid") : passcode ? problem("passcode_mismatch") : null;
    void call.join(request);
    await settle();
    expect(api.asked).toEqual([
      { name: "ada", kind: "browser", if_here: "ask", invite: OTHER, host_key: OTHER, passcode: "old" },
      { name: "ada", kind: "browser", if_here: "ask", invite: OTHER, passcode: "old" },
      { name: "ada", kind: "browser", if_here: "ask", invite: OTHER },
    ]);
  });

  it("loses nothing that the kernel brings while the server is asked, and claims the host key then", async () => {
    const { call, api, network } = set();
    call.bring({ passcode: "old" });
    api.refuses = ({ passcode }) => {
      call.bring({ hostKey: OTHER, invite: OTHER });
      return passcode ? problem("passcode_mismatch") : null;
    };
    const joining = call.join(request);
    await settle();
    network.last.accept();
    network.last.say(welcome("ada", []));
    await joining;
    expect(network.last.of("claim")).toEqual([expect.objectContaining({ host_key: OTHER })]);
    expect(call.passcode).toBeNull();
    await call.preview();
    expect(api.previews).toEqual([expect.objectContaining({ invite: OTHER })]);
  });

  it("gives up after 15 s without a welcome", async () => {
    const { call, clock } = set();
    void call.join(request);
    await clock.pass(15_000);
    expect(call.state).toMatchObject({ phase: "idle", problem: { code: "server_unreachable" } });
    expect(clock.pending).toBe(0);
  });

  it("can be left before it is done, and releases the devices", async () => {
    const { call, devices, network, clock } = set();
    void call.join(request);
    await settle();
    call.leave();
    expect(call.state.phase).toBe("idle");
    expect(devices.state.live.camera).toBe(false);
    expect(network.last.closedWith).toBe(1000);
    expect(clock.pending).toBe(0);
  });

  it("can be left while the browser asks for devices", async () => {
    const { call, devices, network } = set();
    let answer = () => {};
    devices.start = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const joining = call.join(request);
    call.leave();
    answer();
    await joining;
    expect(call.state.phase).toBe("idle");
    expect(network.sockets).toEqual([]);
  });

  it("happens once however often it is asked for", async () => {
    const { call, api } = set();
    void call.join(request);
    void call.join(request);
    await settle();
    expect(api.asked).toHaveLength(1);
  });
});

describe("the preview", () => {
  it("tells the title, and so does the welcome", async () => {
    const { call } = set();
    expect(call.title).toBe("");
    let told = 0;
    call.subscribe(() => {
      told += 1;
    });
    const { title } = await call.preview();
    expect([call.title, told]).toEqual([title, 1]);
    expect(title).not.toBe("");
  });

  it("is the digest, or what an invite or an earlier stay allows", async () => {
    const { call, api, keepsake } = set();
    await call.preview();
    call.bring({ invite: OTHER });
    await call.preview();
    keepsake.keep(SECRET);
    await call.preview();
    expect(api.previews).toEqual(["digest", { invite: OTHER }, { invite: OTHER, resume: SECRET }]);
  });
});
