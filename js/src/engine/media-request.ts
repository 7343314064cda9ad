/** Asking the browser for camera and microphone, and putting its refusals into a few kinds. */

import type { DeviceProblem, DeviceState } from "./model";

export type Source = "camera" | "microphone";

/** What this module reads of the page, to tell one refusal from another. */
export interface Surroundings {
  readonly secure: boolean;
  readonly webview: boolean;
  /** Whether the page may ask at all (Permissions Policy); true where the browser does not say. */
  readonly allows: (source: Source) => boolean;
}

export type Captured = Partial<Record<Source, MediaStreamTrack>>;
export interface Capture {
  readonly tracks: Captured;
  readonly problem: DeviceState["problem"];
}

type Media = Pick<MediaDevices, "getUserMedia">;

/** Small enough for a mesh: every picture is encoded once for each participant. */
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 360 },
  frameRate: { ideal: 24, max: 30 },
};
const AUDIO: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/**
 * Captures the wanted sources.
 *
 * Both are asked for at once, so that the browser asks the person once. When that fails each is tried alone: what
 * works is used, and the problem names what does not.
 */
export async function capture(
  media: Media | undefined,
  wanted: readonly Source[],
  chosen: Readonly<Record<Source, string>>,
  around: Surroundings,
): Promise<Capture> {
  if (wanted.length === 0) return { tracks: {}, problem: null };
  if (!media)
    return { tracks: {}, problem: { kind: around.secure ? "policy" : "insecure", device: both(wanted) } };
  const together = await attempt(media, wanted, chosen, around);
  if (together.problem === null || wanted.length === 1 || final(together.problem)) return together;
  const alone: Capture[] = [];
  for (const source of wanted) alone.push(await attempt(media, [source], chosen, around));
  const failed = alone.filter((one) => one.problem !== null);
  const [first] = failed;
  if (!first?.problem) return { tracks: merged(alone), problem: null };
  const device = failed.length === wanted.length ? both(wanted) : first.problem.device;
  return { tracks: merged(alone), problem: { kind: first.problem.kind, device } };
}

/** What a refused request means. */
export function problemKind(
  thrown: unknown,
  sources: readonly Source[],
  around: Surroundings,
): DeviceProblem {
  if (!around.secure) return "insecure";
  const name = thrown instanceof Error ? thrown.name : "";
  if (name === "NotAllowedError" && (around.webview || !sources.every(around.allows))) return "policy";
  return REFUSALS[name] ?? "unknown";
}

/** DOMException names of getUserMedia (W3C Media Capture and Streams, section 10.2). */
const REFUSALS: Readonly<Record<string, DeviceProblem>> = {
  SecurityError: "policy",
  NotAllowedError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

async function attempt(
  media: Media,
  sources: readonly Source[],
  chosen: Readonly<Record<Source, string>>,
  around: Surroundings,
): Promise<Capture> {
  try {
    return { tracks: sorted(await media.getUserMedia(constraints(sources, chosen))), problem: null };
  } catch (thrown) {
    const pinned = sources.some((source) => chosen[source] !== "");
    const gone = thrown instanceof Error && /^(OverconstrainedError|NotFoundError)$/.test(thrown.name);
    // The chosen device is not there any more: the browser's default is better than none.
    if (pinned && gone) return attempt(media, sources, { camera: "", microphone: "" }, around);
    return { tracks: {}, problem: { kind: problemKind(thrown, sources, around), device: both(sources) } };
  }
}

function constraints(
  sources: readonly Source[],
  chosen: Readonly<Record<Source, string>>,
): MediaStreamConstraints {
  const device = (source: Source) => (chosen[source] ? { deviceId: { exact: chosen[source] } } : {});
  return {
    video: sources.includes("camera") && { ...VIDEO, ...device("camera") },
    audio: sources.includes("microphone") && { ...AUDIO, ...device("microphone") },
  };
}

/** Asking again for one source alone cannot help. */
const final = (problem: NonNullable<Capture["problem"]>) =>
  problem.kind === "insecure" || problem.kind === "policy";

const both = (sources: readonly Source[]) => (sources.length > 1 ? "both" : (sources[0] ?? "both"));

const merged = (parts: readonly Capture[]): Captured =>
  Object.assign({}, ...parts.map((part) => part.tracks));

function sorted(stream: MediaStream): Captured {
  const [camera] = stream.getVideoTracks();
  const [microphone] = stream.getAudioTracks();
  return { ...(camera && { camera }), ...(microphone && { microphone }) };
}
