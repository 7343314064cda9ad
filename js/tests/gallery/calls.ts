/** Calls in every state worth looking at. */

import { problem } from "../../src/engine/api";
import type { CallState, Tile } from "../../src/engine/model";
import { FakeDevices } from "../fakes/devices";
import { quality } from "../fakes/quality";
import { CREATED_AT, digest, FakeCall, invite, line, tile } from "../ui/fakes";
import { notebook, picture } from "./pictures";

const DEVICES = {
  camera: [
    { id: "c1", label: "FaceTime HD Camera (Built-in)" },
    { id: "c2", label: "Logitech BRIO" },
  ],
  microphone: [{ id: "m1", label: "MacBook Pro Microphone" }],
  speaker: [{ id: "s1", label: "Headphones" }],
};

const ADA: Tile = tile("Ada", { you: true, role: "host" });

function crowd(count: number): Tile[] {
  const others = [
    tile("Grace Hopper", { stream: picture(200) }),
    tile("Alan Turing", { camera: false, microphone: false }),
    tile("Carol", { guest: true, stream: picture(20), microphone: false }),
    tile("Maximiliana Konstantinopoulos-Featherstonehaugh", {
      stream: picture(120),
      presence: "reconnecting",
    }),
    tile("李华", { camera: false, link: "failed" }),
    tile("Noether, Emmy", { stream: picture(280) }),
    tile("Bob", { camera: false, link: "connecting" }),
  ];
  return [{ ...ADA, stream: picture(340) }, ...others].slice(0, count);
}

/** As many people as a stage may have to show. */
export function full(count: number, change: Parameters<FakeCall["enter"]>[1] = {}): FakeCall {
  const known = crowd(8);
  const more = Array.from({ length: Math.max(0, count - known.length) }, (_, at) =>
    tile(`Student ${at + 1}`, at % 3 === 0 ? { camera: false } : { stream: picture(at * 37) }),
  );
  const call = inCall(1);
  call.enter([...known, ...more].slice(0, count), { role: "host", ...change });
  return call;
}

export function inCall(count: number, change: Parameters<FakeCall["enter"]>[1] = {}): FakeCall {
  const live = { camera: true, microphone: true };
  const call = new FakeCall(digest(), new FakeDevices({ devices: DEVICES, live }));
  call.passcode = "fourier";
  call.enter(crowd(count), { role: "host", ...change });
  return call;
}

export function prejoin(
  answer: FakeCall["answer"],
  devices = new FakeDevices({ devices: DEVICES }),
): FakeCall {
  return new FakeCall(answer, devices);
}

export function refused(code: string, retryAfter?: number): FakeCall {
  const call = prejoin(digest({ needs_passcode: true, name: "Grace", present: 2 }));
  call.change({ problem: { code, message: "", ...(retryAfter && { retryAfter }) } });
  return call;
}

export function previewing(): FakeCall {
  const live = { camera: true, microphone: true };
  return prejoin(
    digest({ name: "Ada", present: 1 }),
    new FakeDevices({ devices: DEVICES, live, stream: picture(340) }),
  );
}

export function troubled(kind: NonNullable<FakeDevices["state"]["problem"]>["kind"]): FakeCall {
  const problem = { kind, device: "both" as const };
  return prejoin(digest({ name: "Ada", present: 3 }), new FakeDevices({ devices: DEVICES, problem }));
}

/** A browser without `name`, or with another one. Each scene has a page of its own, so nothing is put back. */
export function pretend(name: "isSecureContext" | "RTCPeerConnection", value: unknown): FakeCall {
  Object.defineProperty(window, name, { value, configurable: true });
  return prejoin(digest({ name: "Ada", present: 3 }));
}

export function over(
  reason: Parameters<FakeCall["finish"]>[0],
  code?: "meeting_full" | "invite_revoked",
): FakeCall {
  const call = inCall(3);
  const stays = [
    { name: "Ada", seconds: 3900 },
    { name: "Grace Hopper", seconds: 1260 },
    { name: "Carol", seconds: 42 },
  ];
  call.finish(reason, stays, { problem: code ? problem(code) : null });
  return call;
}

export function withInvites(): FakeCall {
  const call = inCall(3);
  call.invites = [
    invite("i2", "Grace", { role: "presenter", expires_at: CREATED_AT + 7200 }),
    invite("i1", ""),
  ];
  return call;
}

export function withHands(): FakeCall {
  const call = inCall(5);
  const hands = [0, 4, 2, 0, 0];
  const tiles = call.state.tiles.map((one, at) => ({
    ...one,
    participant: { ...one.participant, hand: hands[at] ?? 0 },
  }));
  const shown = { key: "r", from: tiles[1]?.participant.id ?? "", reaction: "clap", until: 0 } as const;
  call.change({ tiles, reactions: [shown] });
  return call;
}

/** Each connection another one; a click shows the figures of the first. */
export function graded(count: number, own: CallState["own"]): FakeCall {
  const call = inCall(count, { own });
  const grades = [own.upload, "good", "weak", "poor"] as const;
  const tiles = call.state.tiles.map((one, at) => ({ ...one, quality: quality(grades[at % 4] ?? "good") }));
  call.change({ tiles });
  return call;
}

export const SLOW = { upload: "weak", download: "good", busy: false } as const;

export function talking(): FakeCall {
  const lines = [
    line(1, "Grace Hopper", "Does anybody have the notes of last week?"),
    line(2, "Alan Turing", "Here: https://example.org/courses/linear-algebra/2026/notes-07.pdf."),
    line(
      3,
      "Alan Turing",
      "The important part is\n```python\nA = np.array([[2, 1], [1, 3]])\nnp.linalg.eigh(A)\n```",
    ),
    line(4, "Ada", "Thank you! `eigh`, since A is symmetric.", { own: true, from: ADA.participant.id }),
    line(5, "Carol", "May I ask something after class?", { to: ADA.participant.id, to_name: "Ada" }),
    line(
      6,
      "Maximiliana Konstantinopoulos-Featherstonehaugh",
      "Averyveryverylongwordthatdoesnotfitintoalineofthispanel".repeat(2),
    ),
  ];
  const pending = [
    { n: 1, text: "Of course.", to: "carol", failed: null },
    { n: 2, text: "See you then", to: "carol", failed: "uncertain" },
  ] as const;
  return inCall(4, { chat: { lines, pending } });
}

export function troubledCall(): FakeCall {
  const call = inCall(4, { muffled: true, connection: "reconnecting" });
  call.devices.change({
    live: { camera: false, microphone: true },
    problem: { kind: "unplugged", device: "camera" },
  });
  return call;
}

export function outage(code: "server_unreachable" | "storage_full"): FakeCall {
  const connection = code === "server_unreachable" ? "unreachable" : "reconnecting";
  return inCall(3, { connection, outage: problem(code) });
}

/** These people, by their place, share their screens; 0 is oneself. */
export function sharing(count: number, ...owners: readonly number[]): FakeCall {
  const call = inCall(count);
  const screens = owners.flatMap((at): Tile[] => {
    const owner = call.state.tiles[at];
    return owner ? [{ ...owner, source: "screen", stream: notebook() }] : [];
  });
  const own = screens.find(({ you }) => you)?.stream ?? null;
  call.change({ screens, screen: { stream: own, asking: false, problem: null } });
  return call;
}
export const WAITING = [
  { id: "w1", name: "Emmy Noether", guest: false, since: CREATED_AT + 60 },
  { id: "w2", name: "Maximiliana Konstantinopoulos-Featherstonehaugh", guest: true, since: CREATED_AT + 90 },
] as const;

/** The Settings panel, with a voice in the microphone, or with a microphone that is away. */
export function setUp(away: boolean): FakeCall {
  const call = inCall(3);
  const { devices } = call;
  if (away)
    devices.change({
      chosen: { camera: "c2", microphone: "gone", speaker: "" },
      labels: { camera: "Logitech BRIO", microphone: "Jabra Speak 750 UC", speaker: "" },
      problem: { kind: "replaced", device: "microphone" },
      processing: { noiseSuppression: false, echoCancellation: true, autoGainControl: false },
      routable: false,
    });
  setInterval(() => {
    for (const tell of devices.ears) tell(0.62);
  }, 100);
  return call;
}

/** A meeting of five in the hands of a host: one muted, one held, one a presenter. */
export function moderated(change: Parameters<FakeCall["enter"]>[1] = {}): FakeCall {
  const call = inCall(5, change);
  const changes: Partial<Tile["participant"]>[] = [
    {},
    { microphone: false, silence: "held" },
    { microphone: false, silence: "muted" },
    { hand: 1, role: "presenter", guest: true },
    {},
  ];
  const tiles = call.state.tiles.map((one, at) => ({
    ...one,
    participant: { ...one.participant, ...changes[at] },
  }));
  const { meeting } = call.state;
  call.change({ tiles, meeting: meeting && { ...meeting, locked: true, waiting_room: true } });
  return call;
}

export function told(told: NonNullable<FakeCall["state"]["voice"]["told"]>): FakeCall {
  const call = inCall(3, { role: "attendee", voice: { silence: "muted", told } });
  call.devices.change({ live: { camera: true, microphone: false } });
  return call;
}

export function atDoor(change: Partial<FakeCall["state"]>, door: Parameters<typeof digest>[0]): FakeCall {
  const call = previewing();
  call.answer = digest({ name: "Grace", present: 3, ...door });
  call.change(change);
  return call;
}
