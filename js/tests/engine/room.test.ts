import { describe, expect, it } from "vitest";
import { stays } from "../../src/engine/attendance";
import { cameraFits, enter } from "../../src/engine/room";
import { emptyRoom, type Room, type RoomEffect, type RoomEvent } from "../../src/engine/room-model";
import type { ServerMessage } from "../../src/protocol/types.gen";
import { id, person } from "../fakes/people";
import { MEETING, SECRET, welcome } from "./make";

const heard = (message: ServerMessage, now = 0): RoomEvent => ({ type: "heard", message, now });

/** The room after all events, and what the last one led to. */
function play(room: Room, ...events: RoomEvent[]): { room: Room; effects: readonly RoomEffect[] } {
  let effects: readonly RoomEffect[] = [];
  let now = room;
  for (const event of events) [now, effects] = enter(now, event);
  return { room: now, effects };
}

const names = (room: Room) => room.people.map(({ participant }) => participant.name);
const inside = play(emptyRoom, heard(welcome("ada", [person("grace")]))).room;
const joined = (name: string, seq: number) => heard({ type: "joined", seq, participant: person(name) });

describe("coming in", () => {
  it("offers to everyone in the welcome, but to no kernel and not to itself", () => {
    const kernel = person("kernel", { kind: "kernel" });
    const { effects } = play(emptyRoom, heard(welcome("ada", [person("grace"), kernel])));
    expect(effects).toEqual([
      { type: "listening", fresh: true },
      { type: "meet", id: id("grace"), offer: true },
    ]);
  });

  it("waits for the offer of who comes later", () => {
    const { room, effects } = play(inside, joined("alan", 2));
    expect(names(room)).toEqual(["grace", "ada", "alan"]);
    expect(effects).toEqual([{ type: "meet", id: id("alan"), offer: false }]);
  });

  it("starts anew as a new participation, with new numbers and new connections", () => {
    const { room } = play(inside, { type: "say", said: { type: "leave" } });
    const again = play(room, heard(welcome("ada2", [person("grace")])));
    expect(again.effects).toEqual([
      { type: "listening", fresh: true },
      { type: "part", id: id("grace") },
      { type: "part", id: id("ada") },
      { type: "meet", id: id("grace"), offer: true },
    ]);
    expect(again.room.outbox).toEqual({ n: 0, waiting: [] });
  });
});

describe("the roster", () => {
  it("follows updates, and its own role with them", () => {
    const me = person("ada", { role: "host", camera: true });
    const { room, effects } = play(inside, heard({ type: "updated", seq: 2, participant: me }));
    expect(room.role).toBe("host");
    expect(room.people[1]?.participant).toEqual(me);
    expect(effects).toEqual([]);
  });

  it("drops who left", () => {
    const { room, effects } = play(inside, heard({ type: "left", seq: 2, id: id("grace"), reason: "lost" }));
    expect(names(room)).toEqual(["ada"]);
    expect(effects).toEqual([{ type: "part", id: id("grace") }]);
  });

  it("ignores who left without having been there", () => {
    expect(play(inside, heard({ type: "left", seq: 2, id: id("x"), reason: "lost" })).effects).toEqual([]);
  });

  it("takes no message twice", () => {
    const left = heard({ type: "left", seq: 3, id: id("grace"), reason: "left" });
    const { room, effects } = play(inside, left, joined("grace", 2), joined("alan", 3));
    expect(names(room)).toEqual(["ada"]);
    expect(effects).toEqual([]);
  });

  it("uses the next ICE servers, and once only", () => {
    const servers = [{ urls: ["turn:turn.example.org"], username: "600:ada", credential: "c" }];
    const told = heard({ type: "ice_servers", seq: 2, ice_servers: servers });
    const { room, effects } = play(inside, told);
    expect(room.iceServers).toEqual(servers);
    expect(effects).toEqual([{ type: "servers" }]);
    expect(play(room, told).effects).toEqual([]);
  });

  it("takes the meeting's new title", () => {
    const meeting = {
      id: MEETING,
      title: "Retro",
      has_passcode: true,
      created_at: 0,
      locked: true,
      waiting_room: false,
    };
    expect(play(inside, heard({ type: "meeting", seq: 2, meeting })).room.meeting).toEqual(meeting);
  });

  it("knows whether one more camera fits", () => {
    const filming = ["b", "c", "d"].map((name) => person(name, { camera: true }));
    const room = play(emptyRoom, heard(welcome("ada", filming))).room;
    expect(cameraFits(room)).toBe(true);
    const fourth = person("e", { camera: true });
    const full = play(room, heard({ type: "joined", seq: 2, participant: fourth })).room;
    expect(cameraFits(full)).toBe(false);
    const own = person("ada", { camera: true });
    expect(cameraFits(play(room, heard({ type: "updated", seq: 2, participant: own })).room)).toBe(true);
  });
});

describe("numbered messages", () => {
  const state = { type: "state", microphone: true, camera: false } as const;
  const said = (room: Room, times: number) =>
    play(room, ...Array.from({ length: times }, (): RoomEvent => ({ type: "say", said: state })));

  it("leave at once while the server listens, counted from 1", () => {
    expect(said(inside, 1).effects).toEqual([{ type: "transmit", message: { ...state, n: 1 } }]);
    expect(said(inside, 2).effects).toEqual([{ type: "transmit", message: { ...state, n: 2 } }]);
  });

  it("wait while it does not, and leave in order once it does, without what it has handled", () => {
    const away = play(said(inside, 2).room, { type: "lost" }).room;
    const waiting = said(away, 1);
    expect(waiting.effects).toEqual([]);
    const { effects } = play(waiting.room, heard({ type: "resumed", ack: 1 }));
    expect(effects).toEqual([
      { type: "listening", fresh: false },
      { type: "transmit", message: { ...state, n: 2 } },
      { type: "transmit", message: { ...state, n: 3 } },
    ]);
  });

  it("are forgotten once acknowledged", () => {
    expect(play(said(inside, 3).room, heard({ type: "pong", ack: 2 })).room.outbox.waiting).toEqual([
      { ...state, n: 3 },
    ]);
  });

  it("are reported when refused", () => {
    const failed = { n: 1, of: "state", code: "video_full", message: "Enough." };
    const { effects } = play(
      said(inside, 1).room,
      heard({ type: "error", seq: 2, re: 1, code: failed.code, message: failed.message }),
    );
    expect(effects).toEqual([{ type: "failed", ...failed }]);
  });
});

describe("a server that was restarted", () => {
  const restarted = (others: string[], seq = 1) =>
    heard(
      welcome(
        "ada",
        others.map((name) => person(name)),
        { epoch: "second", seq },
      ),
      1000,
    );
  const before = play(inside, joined("alan", 7), { type: "lost" }).room;

  it("keeps who is missing as reconnecting, and their connection", () => {
    const { room, effects } = play(before, restarted(["grace"]));
    expect(room.people.map(({ participant }) => [participant.name, participant.presence])).toEqual([
      ["grace", "here"],
      ["ada", "here"],
      ["alan", "reconnecting"],
    ]);
    expect(effects).toEqual([
      { type: "listening", fresh: false },
      { type: "forgotten", id: id("grace") },
      { type: "wake", at: 31_000 },
    ]);
  });

  it("counts its messages anew", () => {
    expect(names(play(before, restarted(["grace"]), joined("eve", 2)).room)).toContain("eve");
  });

  it("takes back who comes back", () => {
    const { room, effects } = play(before, restarted(["grace"]), joined("alan", 2));
    expect(room.people.find(({ participant }) => participant.name === "alan")?.missing).toBeNull();
    expect(effects).toEqual([{ type: "forgotten", id: id("alan") }]);
  });

  it("drops after 30 s who does not", () => {
    const waiting = play(before, restarted(["grace"]), { type: "time", now: 30_999 }).room;
    expect(names(waiting)).toContain("alan");
    const { room, effects } = play(waiting, { type: "time", now: 31_000 });
    expect(names(room)).toEqual(["grace", "ada"]);
    expect(effects).toEqual([{ type: "part", id: id("alan") }]);
  });

  it("offers to who is new to me", () => {
    expect(play(before, restarted(["grace", "eve"])).effects).toContainEqual({
      type: "meet",
      id: id("eve"),
      offer: true,
    });
  });
});

it("a welcome within the same server life is the truth: who is not in it is gone", () => {
  const { room, effects } = play(
    inside,
    joined("alan", 2),
    { type: "lost" },
    heard(welcome("ada", [person("alan")], { seq: 900 })),
  );
  expect(names(room)).toEqual(["alan", "ada"]);
  expect(effects).toEqual([
    { type: "listening", fresh: false },
    { type: "part", id: id("grace") },
    { type: "forgotten", id: id("alan") },
  ]);
});

it("keeps the token of the newest welcome", () => {
  const token = SECRET.replaceAll("s", "t");
  expect(play(inside, heard(welcome("ada", [], { resume: token, seq: 2 }))).room.token).toBe(token);
});

it("knows who was there and for how long", () => {
  const { room } = play(
    emptyRoom,
    heard(welcome("ada", [person("grace")]), 1000),
    heard({ type: "left", seq: 2, id: id("grace"), reason: "left" }, 4000),
    heard({ type: "joined", seq: 3, participant: person("grace", { id: id("grace2") }) }, 6000),
  );
  expect(stays(room.attendance, 10_000)).toEqual([
    { name: "grace", seconds: 7 },
    { name: "ada", seconds: 9 },
  ]);
});
