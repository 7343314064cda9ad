import type { Figures } from "../../src/engine/figures";
import type { Quality } from "../../src/engine/gauge";
import type { Grade } from "../../src/engine/grades";

/** How good a connection is, with figures that fit. */
export function quality(grade: Grade, change: Partial<Figures> = {}): Quality {
  const picture = { track: "", width: 640, height: 360, frameRate: 24 };
  return {
    grade,
    figures: {
      route: "direct",
      roundTrip: 24.4,
      lost: 0,
      lostThere: 0,
      down: 700_000,
      up: 700_000,
      available: 2_000_000,
      received: [picture],
      sent: [{ ...picture, limited: "none" }],
      ...change,
    },
  };
}
