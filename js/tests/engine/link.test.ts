import { describe, expect, it } from "vitest";
import { follow, type LinkState, newLink, repairAt, repaired } from "../../src/engine/link";

const through = (...states: RTCPeerConnectionState[]): LinkState =>
  states.reduce((link, state, index) => follow(link, state, index * 1000), newLink(0));

describe("how a link is", () => {
  it.each([
    [["connecting"], "connecting"],
    [["connecting", "connected"], "connected"],
    [["connecting", "connected", "disconnected"], "interrupted"],
    [["connecting", "connected", "disconnected", "connecting"], "interrupted"],
    [["connecting", "failed"], "failed"],
    [["connecting", "failed", "connecting"], "connecting"],
  ] as const)("%j: %s", (states, link) => {
    expect(through(...states).link).toBe(link);
  });
});

describe("when it is repaired", () => {
  it("never while it works", () => {
    expect(repairAt(through("connecting", "connected"), false)).toBeNull();
  });

  it("2 s after an interruption, at once after a failure", () => {
    expect(repairAt(through("connected", "disconnected"), false)).toBe(1000 + 2000);
    expect(repairAt(through("connected", "failed"), false)).toBe(1000);
  });

  it("after 8 s if it never comes about", () => {
    expect(repairAt(newLink(0), false)).toBe(8000);
  });

  it("a second later by the polite side", () => {
    expect(repairAt(newLink(0), true)).toBe(9000);
  });

  it("ever more seldom, and afresh once it has worked", () => {
    let link = through("failed");
    const waits = [0, 1, 2, 3, 4].map(() => {
      const wait = (repairAt(link, false) ?? 0) - link.since;
      link = repaired(link, link.since + wait);
      return wait;
    });
    expect(waits).toEqual([0, 4000, 8000, 15_000, 15_000]);
    expect(follow(link, "connected", 99_000).tries).toBe(0);
  });
});
