/** People in a meeting, for tests: whole and valid, with only what matters written out. */
import type { Participant } from "../../src/protocol/types.gen";

/** A participant id that begins with `name`. */
export const id = (name: string) => name.padEnd(16, "_");

/** An attendee whose devices are off. */
export const person = (name: string, change: Partial<Participant> = {}): Participant => ({
  id: id(name),
  name,
  role: "attendee",
  kind: "browser",
  guest: false,
  presence: "here",
  silence: "none",
  microphone: false,
  camera: false,
  screen: false,
  hand: 0,
  joined_at: 0,
  ...change,
});
