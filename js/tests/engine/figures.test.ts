import { describe, expect, it } from "vitest";
import { figures, type Row, read } from "../../src/engine/figures";
import { report } from "./reports";

const between = (before: Row[], now: Row[]) => figures(read(before, 1000), read(now, 3000));
const without = (rows: Row[], ...fields: (keyof Row)[]) =>
  rows.map(
    (row): Row =>
      Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field as keyof Row))),
  );

describe("figures of a connection", () => {
  it("are those of the time between two readings", () => {
    const before = report({ came: 1000, lost: 500, sent: 400 });
    const now = report({ came: 1090, lost: 510, sent: 500, lostThere: 0.25 });
    expect(between(before, now)).toEqual({
      route: "direct",
      roundTrip: 24,
      lost: 10,
      lostThere: 25,
      down: 8 * 100 * (90 / 2) * 2,
      up: 8 * 100 * (100 / 2) * 2,
      available: 2_000_000,
      received: [{ track: "theirs", width: 640, height: 360, frameRate: 24 }],
      sent: [{ track: "ours", width: 640, height: 360, frameRate: 24, limited: "none" }],
    });
  });

  it("say when the way goes over a relay", () => {
    expect(between(report(), report({ relayed: true })).route).toBe("relayed");
  });

  it("lose nothing when late packets come after all", () => {
    expect(between(report({ came: 100, lost: 20 }), report({ came: 150, lost: 5 })).lost).toBe(0);
  });

  it("know nothing about losses while nothing flows, whatever was said last", () => {
    const still = report({ came: 100, sent: 100, lostThere: 0.5 });
    expect(between(still, still)).toMatchObject({ lost: null, lostThere: null, down: 0, up: 0 });
  });

  it("leave a stream out that is paused: what was last said of it is old", () => {
    const before = report({ sent: 100, lostThere: 0.5 });
    const now = report({ sent: 200, lostThere: 0 }).map((row) =>
      row.id === "OV" ? { ...row, packetsSent: 100 } : row.id === "RV" ? { ...row, fractionLost: 0.5 } : row,
    );
    expect(between(before, now).lostThere).toBe(0);
  });

  it("are found in a browser that has no transport rows and says less", () => {
    const firefox = without(
      report({ came: 50 }),
      "currentRoundTripTime",
      "availableOutgoingBitrate",
      "qualityLimitationReason",
    )
      .filter(({ type }) => type !== "transport")
      .map((row) => (row.id === "P" ? { ...row, selected: true } : row));
    expect(between(report(), firefox)).toMatchObject({
      route: "direct",
      roundTrip: 24,
      available: null,
      sent: [{ limited: "none" }],
    });
  });

  it.each([
    ["nothing", []],
    [
      "junk",
      [
        {},
        { id: 3, type: "inbound-rtp", packetsLost: "many", packetsReceived: Number.NaN },
        { id: "T", type: "transport" },
      ],
    ],
  ])("are unknown when a browser reports %s", (_, rows) => {
    const { route, roundTrip, lost, lostThere, available, received, sent } = between(rows, rows);
    expect([route, roundTrip, lost, lostThere, available]).toEqual([null, null, null, null, null]);
    expect([...received, ...sent]).toEqual([]);
  });
});
