import { describe, expect, it } from "vitest";
import { type Levels, listen, silence, speaking } from "../../src/engine/levels";

const STEP = 200;
const YOU = "you";

/** Everybody as loud as this at one look after the other; nobody goes. */
class Room {
  levels: Levels = silence;
  #now = 0;

  hear(loudness: Record<string, number>, ms = STEP): this {
    for (let passed = 0; passed < ms; passed += STEP) {
      this.#now += STEP;
      const all = { you: 0, ada: 0, grace: 0, alan: 0, ...loudness };
      this.levels = listen(this.levels, new Map(Object.entries(all)), YOU, this.#now);
    }
    return this;
  }
  lose(...gone: string[]): this {
    this.#now += STEP;
    const left = [...this.levels.voices.keys()].filter((id) => !gone.includes(id));
    this.levels = listen(this.levels, new Map(left.map((id) => [id, 0])), YOU, this.#now);
    return this;
  }
  get speaking() {
    return speaking(this.levels);
  }
  get speaker() {
    return this.levels.spoken[0];
  }
}

describe("who speaks", () => {
  it("is nobody in a quiet room", () => {
    const room = new Room().hear({ ada: 0.008, grace: 0.02 }, 5000);
    expect([room.speaking, room.speaker]).toEqual([[], undefined]);
  });

  it("is seen at once, several at a time, oneself too", () => {
    expect(new Room().hear({ ada: 0.2, you: 0.1 }).speaking).toEqual(["you", "ada"]);
  });

  it("is the same through the gaps of speech, and for a moment after it", () => {
    const room = new Room().hear({ ada: 0.2 }, 1000).hear({}, 600);
    expect(room.speaking).toEqual(["ada"]);
    expect(room.hear({}, 1400).speaking).toEqual([]);
  });

  it("does not flicker at the edge", () => {
    const room = new Room().hear({ ada: 0.05 });
    for (let looks = 0; looks < 20; looks += 1) {
      room.hear({ ada: looks % 2 ? 0.012 : 0.02 });
      expect(room.speaking).toEqual(["ada"]);
    }
    const other = new Room();
    for (let looks = 0; looks < 20; looks += 1)
      expect(other.hear({ ada: looks % 2 ? 0.012 : 0.02 }).speaking).toEqual([]);
  });
});

describe("who has the word", () => {
  it("is nobody for a cough", () => {
    expect(new Room().hear({ ada: 0.04 }).hear({}, 5000).speaker).toBeUndefined();
  });

  it("is who spoke last, also in the silence after it", () => {
    const room = new Room().hear({ ada: 0.2 }, 1000).hear({}, 60_000);
    expect(room.speaker).toBe("ada");
    expect(room.hear({ grace: 0.1 }, 1000).speaker).toBe("grace");
    expect(room.levels.spoken).toEqual(["grace", "ada"]);
  });

  it("keeps it against somebody who agrees aloud, but not against who goes on, and louder", () => {
    const room = new Room().hear({ ada: 0.2 }, 1000).hear({ ada: 0.2, grace: 0.3 }, 1000);
    expect(room.speaker).toBe("ada");
    expect(room.hear({ ada: 0.2, grace: 0.1 }, 10_000).speaker).toBe("ada");
    expect(room.hear({ ada: 0.2, grace: 0.3 }, 3000).speaker).toBe("grace");
  });

  it("is never oneself", () => {
    expect(new Room().hear({ you: 0.5 }, 5000).speaker).toBeUndefined();
    const room = new Room().hear({ ada: 0.2 }, 1000).hear({ you: 0.5 }, 5000);
    expect(room.speaker).toBe("ada");
  });

  it("passes to who had it before when the speaker leaves", () => {
    const room = new Room().hear({ ada: 0.2 }, 1000).hear({}, 3000).hear({ grace: 0.2 }, 1000);
    expect(room.speaker).toBe("grace");
    expect(room.lose("grace").speaker).toBe("ada");
    expect(room.speaking).not.toContain("grace");
  });

  it("remembers a few and no more", () => {
    const room = new Room();
    for (const id of ["a", "b", "c", "d", "e", "f"]) room.hear({ [id]: 0.3 }, 1000).hear({}, 5000);
    for (let rounds = 0; rounds < 3; rounds += 1)
      for (const id of ["ada", "grace", "alan"]) room.hear({ [id]: 0.3 }, 1000).hear({}, 5000);
    expect(room.levels.spoken).toEqual(["alan", "grace", "ada"]);
  });
});
