/** What is said about how well a call works. */

import type { Grade } from "../../../engine/grades";
import type { Trouble } from "../types";

const connection: Record<Grade, string> = {
  good: "Good connection",
  weak: "Weak connection",
  poor: "Poor connection",
};
const upload: Record<Grade, string> = {
  good: "Good upload",
  weak: "Slow upload",
  poor: "Very slow upload",
};
const voiceFirst = "Turning your camera off leaves more room for your voice.";

const plights = {
  upload: () => ({ what: "Your upload is slow: others may see you blurred.", cure: voiceFirst }),
  uploadPoor: () => ({
    what: "Your upload is very slow: others may not see you, and may miss some of what you say.",
    cure: voiceFirst,
  }),
  path: (name: string) => ({
    what: `The connection to ${name} is slow: ${name} may see you blurred.`,
    cure: voiceFirst,
  }),
  pathPoor: (name: string) => ({
    what: `The connection to ${name} is very slow: ${name} may not see you, and may miss some of what you say.`,
    cure: voiceFirst,
  }),
  download: () => ({
    what: "Your download is slow: picture and sound of the others may stutter.",
    cure: "Close other programs that download a lot, or move nearer to your wireless router.",
  }),
  busy: () => ({
    what: "This computer is busy: others may see you blurred.",
    cure: "Close programs and tabs that you do not need.",
  }),
} satisfies Record<string, (name: string) => Trouble>;

const rounded = (value: number) => String(value < 1 ? Math.round(value * 10) / 10 : Math.round(value));

export const quality = {
  connection,
  upload,
  plights,
  direct: "direct",
  relayed: "relayed",
  trip: (milliseconds: number) => `${Math.round(milliseconds)} ms`,
  lost: (percent: number) => `${rounded(percent)} % lost`,
  size: (width: number, height: number) => `${width}×${height}`,
  rate: (bits: number) =>
    bits < 1_000_000 ? `${Math.round(bits / 1000)} kbit/s` : `${(bits / 1_000_000).toFixed(1)} Mbit/s`,
  all: (grade: string, figures: readonly string[]) =>
    figures.length > 0 ? `${grade}: ${figures.join(", ")}` : grade,
};
