import { describe, expect, it } from "vitest";
import { EVERY, type Heard, type Line, Voices } from "../../src/engine/voices";
import { Clock } from "./clock";

/** The sound to and from one person, as loud as a test says. */
class FakeLine implements Line {
  level = 0;
  own = 0;
  /** Whether packets come. */
  flows = true;
  closed = false;
  #packets = 0;
  readonly receiver = {
    getSynchronizationSources: () => {
      if (this.flows) this.#packets += 1;
      return [{ audioLevel: this.level, timestamp: this.#packets, source: 1, rtpTimestamp: 0 }];
    },
  };
  readonly sender = {
    getStats: async () => {
      if (this.closed) throw new Error("InvalidStateError");
      return new Map<string, unknown>([
        ["o", { type: "outbound-rtp" }],
        ["s", { type: "media-source", audioLevel: this.own }],
      ]) as unknown as RTCStatsReport;
    },
  };
}

function set() {
  const clock = new Clock();
  const voices = new Voices(clock);
  const lines = new Map([
    ["ada", new FakeLine()],
    ["grace", new FakeLine()],
  ]);
  const people = new Map([
    ["you", true],
    ["ada", true],
    ["grace", true],
  ]);
  const heard: Heard = { you: "you", people, lines };
  const told: string[] = [];
  voices.subscribe(() => told.push(voices.state.speaking.join(" ")));
  voices.start(() => heard);
  const line = (name: string) => lines.get(name) ?? new FakeLine();
  return { clock, voices, people, lines, told, line };
}

describe("voices", () => {
  it("hear who speaks, and tell it only when it changes", async () => {
    const { clock, told, line, voices } = set();
    await clock.pass(2000);
    expect(told).toEqual([]);
    line("ada").level = 0.3;
    await clock.pass(EVERY);
    expect(told).toEqual(["ada"]);
    await clock.pass(2000);
    expect(voices.state).toEqual({ speaking: ["ada"], spoken: ["ada"] });
    line("ada").level = 0;
    await clock.pass(5000);
    expect(told.at(-1)).toBe("");
    expect(told.length).toBeLessThanOrEqual(3);
  });

  it("do not take the last sound of a line that fell silent for a voice that goes on", async () => {
    const { clock, line, voices } = set();
    line("ada").level = 0.3;
    await clock.pass(1000);
    line("ada").flows = false;
    await clock.pass(5000);
    expect(voices.state.speaking).toEqual([]);
  });

  it("hear nobody whose microphone is off, whatever comes", async () => {
    const { clock, line, people, voices } = set();
    people.set("ada", false);
    line("ada").level = 0.3;
    await clock.pass(1000);
    expect(voices.state.speaking).toEqual([]);
  });

  it("hear the own voice where it is sent, as long as the microphone is on", async () => {
    const { clock, line, people, voices } = set();
    line("ada").own = 0.3;
    await clock.pass(2 * EVERY);
    expect(voices.state).toEqual({ speaking: ["you"], spoken: [] });
    people.set("you", false);
    await clock.pass(5000);
    expect(voices.state.speaking).toEqual([]);
  });

  it("go on when a connection has just closed, and with nobody there", async () => {
    const { clock, line, lines, voices } = set();
    line("ada").closed = true;
    line("grace").level = 0.3;
    await clock.pass(1000);
    expect(voices.state.speaking).toEqual(["grace"]);
    lines.clear();
    await clock.pass(5000);
    expect(voices.state.speaking).toEqual([]);
  });

  it("say nothing of a call that is over", async () => {
    const { clock, line, voices } = set();
    line("ada").level = line("ada").own = 0.3;
    await clock.pass(1000);
    voices.stop();
    expect(voices.state).toEqual({ speaking: [], spoken: [] });
    await clock.pass(1000);
    expect([clock.pending, voices.state.speaking]).toEqual([0, []]);
  });
});
