/** What the browser does to the own sound, and what is remembered of the devices between visits. Pure. */

import type { DeviceKind, DeviceState } from "./model";

/** Names of W3C Media Capture and Streams, so that they can be asked for as they are. */
export interface Processing {
  readonly noiseSuppression: boolean;
  readonly echoCancellation: boolean;
  readonly autoGainControl: boolean;
}

/** How a test of the speaker went: heard, heard from the only speaker that a page may use here, or not at all. */
export type Rung = "chosen" | "default" | "failed";

/** What is remembered between visits of one origin. */
export interface Remembered {
  readonly wanted: DeviceState["wanted"];
  readonly chosen: DeviceState["chosen"];
  /** Browsers give a device a new id when site data is cleared; by its label it is found again. */
  readonly labels: DeviceState["labels"];
  readonly processing: Processing;
}

export type Found = DeviceState["devices"];

export const DEVICE_KINDS: readonly DeviceKind[] = ["camera", "microphone", "speaker"];
export const NONE_FOUND: Found = { camera: [], microphone: [], speaker: [] };

const SWITCHES = ["noiseSuppression", "echoCancellation", "autoGainControl"] as const;
const NAMELESS = { camera: "", microphone: "", speaker: "" };
/** Chromium's two names for whatever the system has as its default. */
const STANDINS: ReadonlySet<string> = new Set(["", "default", "communications"]);

export const FRESH: Remembered = {
  wanted: { camera: true, microphone: true },
  chosen: NAMELESS,
  labels: NAMELESS,
  processing: { noiseSuppression: true, echoCancellation: true, autoGainControl: true },
};

/** What was stored, as far as it can be used: an older version wrote less, and anything may stand there. */
export function recalled(stored: unknown): Remembered {
  return {
    wanted: { ...FRESH.wanted, ...fields(stored, "wanted", ["camera", "microphone"], isBoolean) },
    chosen: { ...FRESH.chosen, ...fields(stored, "chosen", DEVICE_KINDS, isString) },
    labels: { ...FRESH.labels, ...fields(stored, "labels", DEVICE_KINDS, isString) },
    processing: { ...FRESH.processing, ...fields(stored, "processing", SWITCHES, isBoolean) },
  };
}

const isString = (value: unknown): value is string => typeof value === "string";
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

function fields<Name extends string, Value>(
  stored: unknown,
  section: keyof Remembered,
  names: readonly Name[],
  fits: (value: unknown) => value is Value,
): Partial<Record<Name, Value>> {
  const values = own(own({ stored }, "stored"), section);
  const found: Partial<Record<Name, Value>> = {};
  for (const name of names) {
    const value = own(values, name);
    if (fits(value)) found[name] = value;
  }
  return found;
}

function own(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined;
}

/** The devices that have a place of their own in the lists: without the browser's stand-ins for its default. */
export function real(found: Found, kind: DeviceKind): Found[DeviceKind] {
  return found[kind].filter(({ id }) => !STANDINS.has(id));
}

export function has(found: Found, kind: DeviceKind, id: string): boolean {
  return found[kind].some((one) => one.id === id);
}

/**
 * The choices in view of what is there now: a chosen device whose id is gone is the one that has its label, if there
 * is exactly one; the labels of those that are there are learned.
 */
export function recognise(
  { chosen, labels }: Pick<Remembered, "chosen" | "labels">,
  found: Found,
): Pick<Remembered, "chosen" | "labels"> {
  const known = { chosen: { ...chosen }, labels: { ...labels } };
  for (const kind of DEVICE_KINDS) {
    const id = chosen[kind];
    const there = found[kind].find((one) => one.id === id);
    const twins = real(found, kind).filter(({ label }) => label !== "" && label === labels[kind]);
    const [twin] = twins;
    if (id === "") known.labels[kind] = "";
    else if (there) known.labels[kind] = there.label || labels[kind];
    else if (twin && twins.length === 1) known.chosen[kind] = twin.id;
  }
  return known;
}

/** The speaker that sound can go to. As long as the browser names none, the chosen one may be there. */
export function reachable(chosen: string, found: Found): string {
  return found.speaker.length === 0 || has(found, "speaker", chosen) ? chosen : "";
}
