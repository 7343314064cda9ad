import { describe, expect, it } from "vitest";
import { problem } from "../../src/engine/api";
import { enter } from "../../src/engine/room";
import { emptyRoom, type Room, type RoomEvent } from "../../src/engine/room-model";
import type { ServerMessage } from "../../src/protocol/types.gen";
import { id, person } from "../fakes/people";
import { settle } from "./clock";
import { SECRET, welcome } from "./make";
import { inside, names, request, type Set as Stand, set } from "./stand";

/** Asked to join, and told to wait. */
async function waiting(join = request): Promise<Stand & { readonly joined: Promise<void> }> {
  const all = set();
  const joined = all.call.join(join);
  await settle();
  all.network.last.accept();
  all.network.last.say({ type: "waiting" });
  await settle();
  return { ...all, joined };
}

const knocker = (name: string) => ({ id: id(name), name, guest: false, since: 1 });

describe("someone who waits", () => {
  it("is not in, sends nothing but signs of life, and is patient", async () => {
    const all = await waiting();
    expect(all.call.state).toMatchObject({ phase: "waiting", connection: "connected", tiles: [] });
    expect(all.devices.state.live).toEqual({ microphone: true, camera: true });
    for (let minute = 0; minute < 10; minute += 1) {
      await all.clock.pass(2000);
      all.network.last.say({ type: "pong", ack: 0 });
    }
    expect(all.call.state.phase).toBe("waiting");
    const said = new Set(all.network.last.sent.map(({ type }) => type));
    expect([...said]).toEqual(["hello", "ping"]);
    expect(all.api.asked).toHaveLength(1);
  });

  it("comes in by being admitted, with no further click", async () => {
    const all = await waiting();
    all.network.last.say(welcome("ada", [person("grace")]));
    await all.joined;
    expect(all.call.state.phase).toBe("in");
    expect(names(all)).toEqual(["ada", "grace"]);
    await settle();
    expect(all.network.last.of("ticket")).toHaveLength(1);
    expect(all.keepsake.recall()).toBe(SECRET);
  });

  it("can give up, and releases the devices", async () => {
    const all = await waiting();
    all.call.leave();
    await all.joined;
    expect(all.call.state).toMatchObject({ phase: "idle", problem: null });
    expect(all.network.last.closedWith).toBe(1000);
    expect(all.network.last.of("leave")).toEqual([]);
    expect(all.devices.state.live).toEqual({ microphone: false, camera: false });
    expect(all.clock.pending).toBe(0);
  });

  it.each(["denied", "waiting_full", "meeting_ended"])("is told when it ends with %s", async (code) => {
    const all = await waiting();
    all.network.last.say({ type: "refused", code, message: "No." });
    all.network.last.hangUp(code === "meeting_ended" ? 4410 : 4403);
    await all.joined;
    expect(all.call.state).toMatchObject({ phase: "idle", problem: { code, message: "No." } });
    // Who has waited may have gone away.
    expect(all.devices.state.live).toEqual({ microphone: false, camera: false });
    expect(all.api.asked).toHaveLength(1);
  });

  it("waits on after the connection was lost, and after the server forgot", async () => {
    const all = await waiting();
    all.network.last.hangUp(1006);
    expect(all.call.state).toMatchObject({ phase: "waiting", connection: "reconnecting" });
    await all.clock.pass(1000);
    all.network.last.accept();
    all.network.last.say({ type: "refused", code: "admission_invalid", message: "Used." });
    all.network.last.hangUp(4401);
    all.api.refuses = () => problem("server_busy");
    await all.clock.pass(0);
    expect(all.call.state.phase).toBe("waiting");
    all.api.refuses = () => null;
    await all.clock.pass(10_000);
    all.network.last.accept();
    all.network.last.say({ type: "waiting" });
    expect(all.call.state).toMatchObject({ phase: "waiting", connection: "connected" });
    all.network.last.say(welcome("ada"));
    await all.joined;
    expect(all.call.state.phase).toBe("in");
  });

  it("asks once, and asks the same way again", async () => {
    const all = await waiting({ ...request, passcode: "tulip" });
    void all.call.join(request);
    await settle();
    expect(all.api.asked).toHaveLength(1);
    all.network.last.hangUp(4401);
    await all.clock.pass(0);
    expect(all.api.asked.map(({ passcode }) => passcode)).toEqual(["tulip", "tulip"]);
  });
});

describe("who lets people in", () => {
  const heard = (message: ServerMessage): RoomEvent => ({ type: "heard", message, now: 0 });
  const play = (room: Room, ...events: RoomEvent[]) =>
    events.reduce((before, event) => enter(before, event)[0], room);
  const waits = ({ waiting: list }: Room) => list.map(({ name }) => name);
  const ada = (role: "host" | "presenter" | "attendee") => person("ada", { role });
  const host = play(emptyRoom, heard(welcome("ada", [], { role: "host" })));
  const two = play(
    host,
    heard({ type: "knock", seq: 2, person: knocker("grace") }),
    heard({ type: "knock", seq: 3, person: knocker("alan") }),
  );

  it("knows who waits, the earliest first, until it is over", () => {
    expect(waits(two)).toEqual(["grace", "alan"]);
    expect(waits(play(two, heard({ type: "knock_over", seq: 4, id: id("grace") })))).toEqual(["alan"]);
    expect(waits(play(two, heard({ type: "knock_over", seq: 4, id: id("carol") })))).toEqual([
      "grace",
      "alan",
    ]);
    expect(waits(play(two, heard({ type: "knock", seq: 4, person: knocker("grace") })))).toHaveLength(2);
  });

  it("is told afresh after a welcome, and not any more without the role", () => {
    expect(waits(play(two, heard(welcome("ada", [], { role: "host" }))))).toEqual([]);
    const presenter = play(two, heard({ type: "updated", seq: 4, participant: ada("presenter") }));
    expect(waits(presenter)).toEqual(["grace", "alan"]);
    expect(waits(play(two, heard({ type: "updated", seq: 4, participant: ada("attendee") })))).toEqual([]);
  });

  it("shows it, and admits or denies by id", async () => {
    const all = await inside([], { role: "host" });
    all.network.last.say({ type: "knock", seq: 2, person: knocker("grace") });
    expect(all.call.state.waiting).toEqual([knocker("grace")]);
    all.call.moderation.admit(id("grace"));
    all.call.moderation.deny(id("grace"));
    all.call.moderation.useWaitingRoom(true);
    expect(all.network.last.of("admit")).toMatchObject([{ id: id("grace") }]);
    expect(all.network.last.of("deny")).toMatchObject([{ id: id("grace") }]);
    expect(all.network.last.of("waiting_room")).toMatchObject([{ on: true }]);
    const n = all.network.last.of("admit")[0]?.n ?? 0;
    all.network.last.say({ type: "error", seq: 3, code: "not_waiting", message: "Gone.", re: n });
    expect(all.call.state.problem).toEqual({ code: "not_waiting", message: "Gone." });
  });
});
