/**
 * What someone who helps needs to know of a call: figures, and nothing that tells who or where somebody is. Pure.
 *
 * Everything is picked by name: what is added to the state later is not in it until somebody has thought about it.
 * No names, titles, ids, addresses, descriptions, labels or secrets.
 */

import type { Figures } from "./figures";
import type { CallState, DeviceKind, DeviceState, Tile } from "./model";

/** What is known beside the state. */
export interface Place {
  /** How the browser names itself. */
  readonly agent: string;
  readonly secure: boolean;
  /** Seconds since the epoch. */
  readonly at: number;
}

/** Numbers and switches of a captured track; `deviceId` and `groupId` are left where they are. */
const SETTINGS = [
  "width",
  "height",
  "frameRate",
  "sampleRate",
  "channelCount",
  "latency",
  "noiseSuppression",
  "echoCancellation",
  "autoGainControl",
] as const;

/** The report as indented JSON. */
export function diagnostics(call: CallState, devices: DeviceState, place: Place): string {
  const others = call.tiles.filter(({ you }) => !you);
  const report = {
    at: new Date(place.at * 1000).toISOString(),
    browser: { agent: place.agent, secure: place.secure },
    call: {
      phase: call.phase,
      connection: call.connection,
      role: call.role,
      problem: call.problem?.code ?? null,
      outage: call.outage?.code ?? null,
      muffled: call.muffled,
      video: { limit: call.video.limit, allowed: call.video.allowed },
    },
    own: {
      upload: call.own.upload,
      download: call.own.download,
      busy: call.own.busy,
      quality: qualityOf(call.tiles.find(({ you }) => you)),
    },
    devices: devicesOf(devices),
    peers: others.map(peerOf),
  };
  return JSON.stringify(report, null, 2);
}

function devicesOf(state: DeviceState) {
  const { wanted, live, processing, problem, routable, asking, stream } = state;
  const each = (kind: DeviceKind) => ({
    found: state.devices[kind].length,
    chosen: state.chosen[kind] === "" ? "default" : placeOf(state, kind),
  });
  return {
    wanted: { camera: wanted.camera, microphone: wanted.microphone },
    live: { camera: live.camera, microphone: live.microphone },
    asking,
    problem: problem && { kind: problem.kind, device: problem.device },
    routable,
    processing: {
      noiseSuppression: processing.noiseSuppression,
      echoCancellation: processing.echoCancellation,
      autoGainControl: processing.autoGainControl,
    },
    camera: each("camera"),
    microphone: each("microphone"),
    speaker: each("speaker"),
    tracks: (stream?.getTracks() ?? []).map(trackOf),
  };
}

/** Which of the listed ones it is, counted from 1; ids and labels can tell who somebody is. */
function placeOf({ devices, chosen }: DeviceState, kind: DeviceKind): number | "gone" {
  return devices[kind].findIndex(({ id }) => id === chosen[kind]) + 1 || "gone";
}

function trackOf(track: MediaStreamTrack) {
  const settings = track.getSettings();
  const { kind, enabled, muted, readyState } = track;
  return { kind, enabled, muted, state: readyState, ...pick(settings) };
}

function pick(settings: MediaTrackSettings & { readonly latency?: number }): Record<string, unknown> {
  return Object.fromEntries(SETTINGS.map((name) => [name, settings[name]]));
}

function peerOf(tile: Tile, index: number) {
  const { kind, presence, microphone, camera } = tile.participant;
  return { number: index + 1, kind, presence, microphone, camera, link: tile.link, quality: qualityOf(tile) };
}

function qualityOf(tile: Tile | undefined) {
  return tile?.quality ? { grade: tile.quality.grade, ...figuresOf(tile.quality.figures) } : null;
}

function figuresOf({ route, roundTrip, lost, lostThere, down, up, available, received, sent }: Figures) {
  return {
    route,
    roundTrip,
    lost,
    lostThere,
    down,
    up,
    available,
    received: received.map(({ width, height, frameRate }) => ({ width, height, frameRate })),
    sent: sent.map(({ width, height, frameRate, limited }) => ({ width, height, frameRate, limited })),
  };
}
