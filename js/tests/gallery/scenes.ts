/** Every screen, in every state worth looking at. */

import { problem } from "../../src/engine/api";
import type { CallState, Tile } from "../../src/engine/model";
import type { Home } from "../../src/ui/home";
import { FakeDevices } from "../fakes/devices";
import { quality } from "../fakes/quality";
import { CREATED_AT, digest, FakeCall, type FakeServer, invite, line, MEETING_ID, tile } from "../ui/fakes";
import { notebook, picture } from "./pictures";

export interface Scene {
  readonly kind: "cell" | "page" | "create";
  readonly call: FakeCall;
  readonly server?: FakeServer;
  /** What is different about the place where it is shown. */
  readonly home?: Partial<Home>;
  /** Names of buttons to click once drawn. */
  readonly clicks?: readonly string[];
}

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
function full(count: number, change: Parameters<FakeCall["enter"]>[1] = {}): FakeCall {
  const known = crowd(8);
  const more = Array.from({ length: Math.max(0, count - known.length) }, (_, at) =>
    tile(`Student ${at + 1}`, at % 3 === 0 ? { camera: false } : { stream: picture(at * 37) }),
  );
  const call = inCall(1);
  call.enter([...known, ...more].slice(0, count), { role: "host", ...change });
  return call;
}

function inCall(count: number, change: Parameters<FakeCall["enter"]>[1] = {}): FakeCall {
  const live = { camera: true, microphone: true };
  const call = new FakeCall(digest(), new FakeDevices({ devices: DEVICES, live }));
  call.passcode = "fourier";
  call.enter(crowd(count), { role: "host", ...change });
  return call;
}

function prejoin(answer: FakeCall["answer"], devices = new FakeDevices({ devices: DEVICES })): FakeCall {
  return new FakeCall(answer, devices);
}

function refused(code: string, retryAfter?: number): FakeCall {
  const call = prejoin(digest({ needs_passcode: true, name: "Grace", present: 2 }));
  call.change({ problem: { code, message: "", ...(retryAfter && { retryAfter }) } });
  return call;
}

function previewing(): FakeCall {
  const live = { camera: true, microphone: true };
  return prejoin(
    digest({ name: "Ada", present: 1 }),
    new FakeDevices({ devices: DEVICES, live, stream: picture(340) }),
  );
}

function troubled(kind: NonNullable<FakeDevices["state"]["problem"]>["kind"]): FakeCall {
  const problem = { kind, device: "both" as const };
  return prejoin(digest({ name: "Ada", present: 3 }), new FakeDevices({ devices: DEVICES, problem }));
}

/** A browser without `name`, or with another one. Each scene has a page of its own, so nothing is put back. */
function pretend(name: "isSecureContext" | "RTCPeerConnection", value: unknown): FakeCall {
  Object.defineProperty(window, name, { value, configurable: true });
  return prejoin(digest({ name: "Ada", present: 3 }));
}

function over(reason: Parameters<FakeCall["finish"]>[0], code?: "meeting_full" | "invite_revoked"): FakeCall {
  const call = inCall(3);
  const stays = [
    { name: "Ada", seconds: 3900 },
    { name: "Grace Hopper", seconds: 1260 },
    { name: "Carol", seconds: 42 },
  ];
  call.finish(reason, stays, { problem: code ? problem(code) : null });
  return call;
}

function withInvites(): FakeCall {
  const call = inCall(3);
  call.invites = [
    invite("i2", "Grace", { role: "presenter", expires_at: CREATED_AT + 7200 }),
    invite("i1", ""),
  ];
  return call;
}

function withHands(): FakeCall {
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
function graded(count: number, own: CallState["own"]): FakeCall {
  const call = inCall(count, { own });
  const grades = [own.upload, "good", "weak", "poor"] as const;
  const tiles = call.state.tiles.map((one, at) => ({ ...one, quality: quality(grades[at % 4] ?? "good") }));
  call.change({ tiles });
  return call;
}

const SLOW = { upload: "weak", download: "good", busy: false } as const;

function talking(): FakeCall {
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

function troubledCall(): FakeCall {
  const call = inCall(4, { muffled: true, connection: "reconnecting" });
  call.devices.change({
    live: { camera: false, microphone: true },
    problem: { kind: "unplugged", device: "camera" },
  });
  return call;
}

function outage(code: "server_unreachable" | "storage_full"): FakeCall {
  const connection = code === "server_unreachable" ? "unreachable" : "reconnecting";
  return inCall(3, { connection, outage: problem(code) });
}

/** These people, by their place, share their screens; 0 is oneself. */
function sharing(count: number, ...owners: readonly number[]): FakeCall {
  const call = inCall(count);
  const screens = owners.flatMap((at): Tile[] => {
    const owner = call.state.tiles[at];
    return owner ? [{ ...owner, source: "screen", stream: notebook() }] : [];
  });
  const own = screens.find(({ you }) => you)?.stream ?? null;
  call.change({ screens, screen: { stream: own, asking: false, problem: null } });
  return call;
}
const WAITING = [
  { id: "w1", name: "Emmy Noether", guest: false, since: CREATED_AT + 60 },
  { id: "w2", name: "Maximiliana Konstantinopoulos-Featherstonehaugh", guest: true, since: CREATED_AT + 90 },
] as const;

/** The Settings panel, with a voice in the microphone, or with a microphone that is away. */
function setUp(away: boolean): FakeCall {
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
function moderated(change: Parameters<FakeCall["enter"]>[1] = {}): FakeCall {
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

function told(told: NonNullable<FakeCall["state"]["voice"]["told"]>): FakeCall {
  const call = inCall(3, { role: "attendee", voice: { silence: "muted", told } });
  call.devices.change({ live: { camera: true, microphone: false } });
  return call;
}

function atDoor(change: Partial<FakeCall["state"]>, door: Parameters<typeof digest>[0]): FakeCall {
  const call = previewing();
  call.answer = digest({ name: "Grace", present: 3, ...door });
  call.change(change);
  return call;
}

export const scenes: Readonly<Record<string, () => Scene>> = {
  create: () => ({ kind: "create", call: new FakeCall() }),
  "create-refused": () => ({ kind: "create", call: new FakeCall(), clicks: ["Create meeting"] }),
  prejoin: () => ({ kind: "cell", call: prejoin(digest({ name: "Ada", present: 2 })) }),
  "prejoin-saved": () => ({ kind: "cell", call: prejoin(digest()) }),
  "prejoin-preview": () => ({ kind: "cell", call: previewing() }),
  "prejoin-guest": () => ({
    kind: "page",
    call: prejoin(digest({ name: "Carol", name_fixed: true, guest: true, present: 3 })),
  }),
  "prejoin-passcode": () => ({ kind: "page", call: refused("passcode_mismatch") }),
  "prejoin-throttled": () => ({ kind: "page", call: refused("throttled", 8) }),
  "prejoin-denied": () => ({ kind: "cell", call: troubled("denied") }),
  "prejoin-policy": () => ({ kind: "cell", call: troubled("policy") }),
  "prejoin-insecure": () => ({ kind: "page", call: pretend("isSecureContext", false) }),
  "prejoin-no-webrtc": () => ({ kind: "page", call: pretend("RTCPeerConnection", undefined) }),
  "prejoin-joining": () => {
    const call = previewing();
    call.change({ phase: "joining" });
    return { kind: "cell", call };
  },
  "prejoin-elsewhere": () => ({ kind: "cell", call: prejoin(digest({ name: "Ada", present: 3, here: 1 })) }),
  "prejoin-elsewhere-page": () => {
    const call = previewing();
    call.answer = digest({ name: "Ada", present: 3, here: 1 });
    return { kind: "page", call };
  },
  "prejoin-elsewhere-full": () => {
    const call = prejoin(digest({ name: "Ada", present: 5, here: 5 }));
    call.change({ problem: { code: "too_many_seats", message: "" } });
    return { kind: "page", call };
  },
  "prejoin-elsewhere-joining": () => {
    const call = prejoin(digest({ name: "Ada", present: 3, here: 1 }));
    call.change({ phase: "joining" });
    return { kind: "cell", call };
  },
  "dead-end": () => ({ kind: "page", call: prejoin({ code: "meeting_ended", message: "" }) }),
  "dead-end-cell": () => ({ kind: "cell", call: prejoin({ code: "meeting_not_found", message: "" }) }),
  "dead-end-other-server": () => ({
    kind: "cell",
    call: prejoin({ code: "meeting_not_found", message: "" }),
    home: { kernelAddress: `http://127.0.0.1:9999/meet/${MEETING_ID}` },
  }),
  "meeting-alone": () => ({ kind: "cell", call: inCall(1) }),
  "meeting-two": () => ({ kind: "cell", call: inCall(2) }),
  "meeting-four": () => ({ kind: "cell", call: inCall(4) }),
  "meeting-eight": () => ({ kind: "page", call: inCall(8) }),
  "stage-five": () => ({ kind: "cell", call: full(5) }),
  "stage-nine": () => ({ kind: "cell", call: full(9) }),
  "stage-25": () => ({ kind: "cell", call: full(25) }),
  "stage-25-page": () => ({ kind: "page", call: full(25) }),
  "stage-pinned": () => ({ kind: "cell", call: full(6), clicks: ["Pin Grace Hopper"] }),
  "stage-pinned-25": () => ({ kind: "page", call: full(25), clicks: ["Pin Grace Hopper"] }),
  "screen-one": () => ({ kind: "cell", call: sharing(4, 1) }),
  "screen-one-page": () => ({ kind: "page", call: sharing(6, 3) }),
  "screen-two": () => ({ kind: "page", call: sharing(4, 1, 2) }),
  "screen-own": () => ({ kind: "cell", call: sharing(3, 0) }),
  "screen-own-more": () => ({ kind: "cell", call: sharing(3, 0), clicks: ["More"] }),
  "screen-refused": () => {
    const call = inCall(3, { screen: { stream: null, asking: false, problem: "system" } });
    return { kind: "cell", call };
  },
  "meeting-trouble": () => ({ kind: "cell", call: troubledCall() }),
  "meeting-outage": () => ({ kind: "cell", call: outage("server_unreachable") }),
  "meeting-outage-refused": () => ({ kind: "cell", call: outage("storage_full") }),
  "meeting-quality": () => ({
    kind: "cell",
    call: graded(4, { ...SLOW, upload: "good" }),
    clicks: ["Poor connection"],
  }),
  "meeting-quality-eight": () => ({
    kind: "page",
    call: graded(8, { ...SLOW, upload: "good" }),
    clicks: ["Good upload"],
  }),
  "meeting-cut-off": () => {
    const call = inCall(2);
    call.change({ tiles: call.state.tiles.map((one) => (one.you ? one : { ...one, link: "interrupted" })) });
    return { kind: "cell", call };
  },
  "meeting-slow": () => ({ kind: "cell", call: graded(3, SLOW) }),
  "meeting-more": () => ({ kind: "cell", call: inCall(3), clicks: ["More"] }),
  "meeting-end": () => ({ kind: "cell", call: inCall(3), clicks: ["More", "End meeting for everyone"] }),
  "meeting-hands": () => ({ kind: "cell", call: withHands() }),
  "meeting-react": () => ({ kind: "cell", call: inCall(3), clicks: ["React"] }),
  "meeting-unread": () => ({ kind: "cell", call: talking() }),
  chat: () => ({ kind: "page", call: talking(), clicks: ["Chat"] }),
  "chat-cell": () => ({ kind: "cell", call: talking(), clicks: ["Chat"] }),
  "chat-empty": () => ({ kind: "cell", call: inCall(3), clicks: ["Chat"] }),
  "people-host": () => ({ kind: "page", call: moderated(), clicks: ["People"] }),
  "people-host-cell": () => ({ kind: "cell", call: moderated(), clicks: ["People"] }),
  "people-presenter": () => ({ kind: "cell", call: moderated({ role: "presenter" }), clicks: ["People"] }),
  "people-remove": () => ({ kind: "page", call: moderated(), clicks: ["People", "Remove Grace Hopper"] }),
  "people-waiting": () => ({ kind: "page", call: moderated({ waiting: WAITING }), clicks: ["People"] }),
  "meeting-knock": () => ({ kind: "cell", call: moderated({ waiting: WAITING.slice(0, 1) }) }),
  "meeting-knocks": () => ({ kind: "cell", call: moderated({ waiting: WAITING }) }),
  "meeting-muted": () => ({ kind: "cell", call: told("muted") }),
  "meeting-held": () => ({ kind: "cell", call: told("held") }),
  "meeting-declined": () => ({ kind: "cell", call: inCall(3, { problem: problem("bad_recipient") }) }),
  "prejoin-locked": () => ({ kind: "page", call: atDoor({}, { locked: true }) }),
  "prejoin-asks": () => ({ kind: "page", call: atDoor({}, { waits: true }) }),
  "prejoin-waiting": () => ({
    kind: "page",
    call: atDoor({ phase: "waiting", connection: "connected" }, { waits: true }),
  }),
  "prejoin-turned-away": () => ({
    kind: "page",
    call: atDoor({ problem: problem("denied") }, { waits: true }),
  }),
  people: () => ({ kind: "page", call: withHands(), clicks: ["People"] }),
  "people-cell": () => ({ kind: "cell", call: withHands(), clicks: ["People"] }),
  invite: () => ({ kind: "page", call: withInvites(), clicks: ["More", "Invite", "Show passcode"] }),
  "invite-cell": () => ({ kind: "cell", call: withInvites(), clicks: ["More", "Invite"] }),
  settings: () => ({ kind: "page", call: setUp(false), clicks: ["More", "Settings", "Test speaker"] }),
  "settings-cell": () => ({ kind: "cell", call: setUp(false), clicks: ["More", "Settings"] }),
  "settings-away": () => ({ kind: "page", call: setUp(true), clicks: ["More", "Settings"] }),
  "meeting-silent": () => {
    const call = inCall(2);
    call.devices.change({ problem: { kind: "silent", device: "camera" } });
    return { kind: "cell", call };
  },
  "after-left": () => ({ kind: "cell", call: over("left") }),
  "after-moved": () => ({ kind: "cell", call: over("moved") }),
  "after-elsewhere": () => ({ kind: "page", call: over("elsewhere") }),
  "after-ended": () => ({ kind: "page", call: over("ended") }),
  "after-removed": () => ({ kind: "page", call: over("removed") }),
  "after-revoked": () => ({ kind: "page", call: over("removed", "invite_revoked") }),
  "after-lost": () => ({ kind: "cell", call: over("lost") }),
  "after-refused": () => ({ kind: "cell", call: over("lost", "meeting_full") }),
};
