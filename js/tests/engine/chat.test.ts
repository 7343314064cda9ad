import { describe, expect, it } from "vitest";
import { arrived, emptyChat, forsaken, heard, LINES, refused, sent, taken } from "../../src/engine/chat";
import { enter, SHOWN } from "../../src/engine/room";
import { emptyRoom, type Room, type RoomEffect, type RoomEvent } from "../../src/engine/room-model";
import type { ChatMessage, ServerMessage } from "../../src/protocol/types.gen";
import { id, person } from "../fakes/people";
import { welcome } from "./make";

const wrote = (number: number, from = "grace", change: Partial<ChatMessage> = {}): ChatMessage => ({
  number,
  from: id(from),
  name: from,
  text: `message ${number}`,
  at: number,
  ...change,
});
const hears = (message: ServerMessage, now = 0): RoomEvent => ({ type: "heard", message, now });
const says = (text: string, to?: string): RoomEvent => ({
  type: "say",
  said: { type: "chat", text, ...(to && { to: id(to) }) },
});
const REFUSED = { code: "bad_recipient", message: "Gone." };

function play(room: Room, ...events: RoomEvent[]): { room: Room; effects: RoomEffect[] } {
  const effects: RoomEffect[] = [];
  let now = room;
  for (const event of events) {
    const [next, more] = enter(now, event);
    now = next;
    effects.push(...more);
  }
  return { room: now, effects };
}

const inside = play(emptyRoom, hears(welcome("ada", [person("grace")]))).room;
const texts = ({ chat }: Room) => chat.lines.map(({ message }) => message.text);
const pending = ({ chat }: Room) => chat.pending.map(({ text, failed }) => [text, failed]);

describe("lines", () => {
  it("stand in the order of the server's numbers, each once, however they come", () => {
    const { room } = play(
      inside,
      hears({ type: "chat", seq: 2, message: wrote(3) }),
      hears({ type: "history", seq: 3, messages: [wrote(1), wrote(2)] }),
      hears({ type: "history", seq: 4, messages: [wrote(2), wrote(3)] }),
    );
    expect(texts(room)).toEqual(["message 1", "message 2", "message 3"]);
  });

  it("of an earlier life of the server stay, before those of the new one", () => {
    const { room } = play(
      inside,
      hears({ type: "chat", seq: 2, message: wrote(7) }),
      hears(welcome("ada", [], { epoch: "second" })),
      hears({ type: "chat", seq: 2, message: wrote(1) }),
    );
    expect(texts(room)).toEqual(["message 7", "message 1"]);
  });

  it("are one's own when this participation wrote them", () => {
    const chat = heard(emptyChat, [wrote(1, "ada"), wrote(2)], "first", id("ada"));
    expect(chat.lines.map(({ own }) => own)).toEqual([true, false]);
  });

  it("are kept up to a number", () => {
    const many = Array.from({ length: LINES + 5 }, (_, at) => wrote(at + 1));
    expect(heard(emptyChat, many, "first", null).lines.map(({ message }) => message.number)).toEqual(
      many.slice(5).map(({ number }) => number),
    );
  });
});

describe("what one writes", () => {
  it("is on its way until it comes back, also when another's line comes between", () => {
    const one = play(inside, says("hello"), says("psst", "grace"));
    expect(one.effects).toEqual([
      { type: "transmit", message: { type: "chat", n: 1, text: "hello" } },
      { type: "transmit", message: { type: "chat", n: 2, text: "psst", to: id("grace") } },
    ]);
    const two = play(one.room, hears({ type: "chat", seq: 2, message: wrote(1) }));
    expect(pending(two.room)).toEqual([
      ["hello", null],
      ["psst", null],
    ]);
    const three = play(two.room, hears({ type: "chat", seq: 3, message: wrote(2, "ada") }));
    expect(pending(three.room)).toEqual([["psst", null]]);
  });

  it("that was refused says why, and can be sent again", () => {
    const failed = play(inside, says("psst", "grace"), hears({ type: "error", seq: 2, re: 1, ...REFUSED }));
    expect(pending(failed.room)).toEqual([["psst", REFUSED]]);
    expect(failed.effects.at(-1)).toEqual({ type: "failed", n: 1, of: "chat", ...REFUSED });
    const again = play(failed.room, { type: "again", n: 1 });
    expect(pending(again.room)).toEqual([["psst", null]]);
    expect(again.effects).toEqual([
      { type: "transmit", message: { type: "chat", n: 2, text: "psst", to: id("grace") } },
    ]);
  });

  it("is uncertain once the server gave the participation up, and is never sent twice by itself", () => {
    const { room, effects } = play(
      inside,
      { type: "lost" },
      says("hello"),
      hears(welcome("ada", [], { you: id("ada2") })),
    );
    expect(pending(room)).toEqual([["hello", "uncertain"]]);
    expect(effects.filter(({ type }) => type === "transmit")).toEqual([]);
    const n = room.chat.pending[0]?.n ?? 0;
    const later = play(room, says("new"), hears({ type: "error", seq: 2, re: 1, ...REFUSED }));
    expect(pending(later.room)).toEqual([
      ["hello", "uncertain"],
      ["new", REFUSED],
    ]);
    expect(pending(play(later.room, { type: "again", n }).room)).toEqual([
      ["new", REFUSED],
      ["hello", null],
    ]);
  });

  it("and still is on its way cannot be sent again", () => {
    const { room } = play(inside, says("hello"));
    expect(play(room, { type: "again", n: 1 })).toEqual({ room, effects: [] });
    expect(taken(sent(emptyChat, 1, "a", null), 2)[1]).toBeNull();
  });

  it("comes back for the earliest that did not fail", () => {
    const chat = refused(sent(sent(emptyChat, 1, "a", null), 2, "b", null), 1, REFUSED);
    expect(arrived(chat).pending.map(({ text }) => text)).toEqual(["a"]);
    expect(arrived(emptyChat)).toBe(emptyChat);
    expect(forsaken(chat).pending.map(({ n }) => n)).toEqual([-1, -2]);
  });
});

describe("hands and reactions", () => {
  const up = person("ada", { hand: 3 });

  it("a raised hand is raised again after a restart of the server, and only then", () => {
    const raised = play(inside, hears({ type: "updated", seq: 2, participant: up })).room;
    const hand = { type: "transmit", message: { type: "hand", n: 1, raised: true } };
    expect(play(raised, hears(welcome("ada", [], { epoch: "second" }))).effects).toContainEqual(hand);
    expect(play(raised, hears(welcome("ada", [], { you: id("ada2") }))).effects).not.toContainEqual(hand);
    expect(play(inside, hears(welcome("ada", [], { epoch: "second" }))).effects).not.toContainEqual(hand);
  });

  it("what was said about the hand meanwhile counts", () => {
    const { room } = play(
      inside,
      hears({ type: "updated", seq: 2, participant: up }),
      { type: "lost" },
      { type: "say", said: { type: "hand", raised: false } },
    );
    const { effects } = play(room, hears(welcome("ada", [], { epoch: "second" })));
    const hands = effects.filter((effect) => effect.type === "transmit" && effect.message.type === "hand");
    expect(hands).toEqual([{ type: "transmit", message: { type: "hand", n: 1, raised: false } }]);
  });

  it("a reaction is shown for a while", () => {
    const shown = play(
      inside,
      hears({ type: "reaction", seq: 2, from: id("grace"), reaction: "clap" }, 1000),
    );
    expect(shown.room.reactions).toMatchObject([{ from: id("grace"), reaction: "clap" }]);
    expect(shown.effects).toEqual([{ type: "wake", at: 1000 + SHOWN }]);
    const early: RoomEvent = { type: "time", now: 1000 + SHOWN - 1 };
    expect(play(shown.room, early).room.reactions).toHaveLength(1);
    expect(play(shown.room, { type: "time", now: 1000 + SHOWN }).room.reactions).toEqual([]);
  });
});
