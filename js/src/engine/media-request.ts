/** Asking the browser for camera and microphone, and putting its refusals into a few kinds. */

import type { Processing } from "./devices-model";
import type { DeviceProblem, DeviceState } from "./model";

export type Source = "camera" | "microphone";

/** What this module reads of the page, to tell one refusal from another. */
export interface Surroundings {
  readonly secure: boolean;
  readonly webview: boolean;
  /** Whether the page may ask at all (Permissions Policy); true where the browser does not say. */
  readonly allows: (source: Source) => boolean;
  /** Whether the browser's settings refuse without asking; false where the browser does not say. */
  readonly blocks: (source: Source) => Promise<boolean>;
  /** Whether the browser would hand it over without asking the person; false where the browser does not say. */
  readonly grants: (source: Source) => Promise<boolean>;
}

export type Captured = Partial<Record<Source, MediaStreamTrack>>;
export interface Capture {
  readonly tracks: Captured;
  readonly problem: DeviceState["problem"];
  /** Captured from the browser's default, since the chosen device is gone. */
  readonly fallen?: readonly Source[];
}

/** What to capture, and how. */
export interface Wish {
  readonly chosen: Readonly<Record<Source, string>>;
  readonly processing: Processing;
}

type Media = Pick<MediaDevices, "getUserMedia">;

/** Small enough for a mesh: every picture is encoded once for each participant. */
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 360 },
  frameRate: { ideal: 24, max: 30 },
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
  wish: Wish,
  around: Surroundings,
): Promise<Capture> {
  if (wanted.length === 0) return { tracks: {}, problem: null };
  if (!media)
    return { tracks: {}, problem: { kind: around.secure ? "policy" : "insecure", device: both(wanted) } };
  const together = await attempt(media, wanted, wish, around);
  if (together.problem === null || wanted.length === 1 || hasTracks(together)) return together;
  const refused = await hopeless(together.problem.kind, wanted, around);
  if (refused.length === wanted.length) return together;
  const { kind } = together.problem;
  const alone: Capture[] = refused.map((device) => ({ tracks: {}, problem: { kind, device } }));
  for (const source of wanted)
    if (!refused.includes(source)) alone.push(await attempt(media, [source], wish, around));
  return joined(alone);
}

/** What there is no use in asking for alone. Who has just said no is not asked again and again. */
async function hopeless(
  kind: DeviceProblem,
  wanted: readonly Source[],
  around: Surroundings,
): Promise<readonly Source[]> {
  if (kind === "insecure") return wanted;
  if (kind !== "denied" && kind !== "policy") return [];
  const refuses: Surroundings["blocks"] =
    kind === "denied" ? around.blocks : async (source) => !around.allows(source);
  const answers = await Promise.all(wanted.map(refuses));
  const refused = wanted.filter((_, index) => answers[index]);
  // Neither is refused by what the browser says: it was the person, or a program around the page.
  return refused.length === 0 ? wanted : refused;
}

function joined(parts: readonly Capture[]): Capture {
  const failed = parts.flatMap(({ problem }) => problem ?? []);
  const [first] = failed;
  const tracks: Captured = Object.assign({}, ...parts.map((part) => part.tracks));
  const fallen = parts.flatMap((part) => part.fallen ?? []);
  if (!first) return { tracks, problem: null, fallen };
  return { tracks, problem: failed.length === parts.length ? { ...first, device: "both" } : first, fallen };
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
  wish: Wish,
  around: Surroundings,
): Promise<Capture> {
  try {
    const tracks = sorted(await media.getUserMedia(constraints(sources, wish)));
    return { tracks, problem: withheld(tracks, sources, around) };
  } catch (thrown) {
    const pinned = sources.some((source) => wish.chosen[source] !== "");
    const gone = thrown instanceof Error && /^(OverconstrainedError|NotFoundError)$/.test(thrown.name);
    // The chosen device is not there any more: the browser's default is better than none. Of two, which one is gone
    // shows when each is tried alone.
    if (pinned && gone && sources.length === 1) {
      const any = { ...wish, chosen: { camera: "", microphone: "" } };
      return { ...(await attempt(media, sources, any, around)), fallen: sources };
    }
    return { tracks: {}, problem: { kind: problemKind(thrown, sources, around), device: both(sources) } };
  }
}

/** Asked for both, Chromium hands over the one that a policy allows, and does not say that the other is forbidden. */
function withheld(
  tracks: Captured,
  sources: readonly Source[],
  around: Surroundings,
): DeviceState["problem"] {
  const lacking = sources.filter((source) => !tracks[source]);
  if (lacking.length === 0) return null;
  return { kind: lacking.every(around.allows) ? "unknown" : "policy", device: both(lacking) };
}

const hasTracks = ({ tracks }: Capture) => Object.keys(tracks).length > 0;

function constraints(sources: readonly Source[], { chosen, processing }: Wish): MediaStreamConstraints {
  const device = (source: Source) => (chosen[source] ? { deviceId: { exact: chosen[source] } } : {});
  return {
    video: sources.includes("camera") && { ...VIDEO, ...device("camera") },
    audio: sources.includes("microphone") && { ...processing, ...device("microphone") },
  };
}

const both = (sources: readonly Source[]) => (sources.length > 1 ? "both" : (sources[0] ?? "both"));

function sorted(stream: MediaStream): Captured {
  const [camera] = stream.getVideoTracks();
  const [microphone] = stream.getAudioTracks();
  return { ...(camera && { camera }), ...(microphone && { microphone }) };
}
