/** Every screen, in every state worth looking at. */

import { problem } from "../../src/engine/api";
import type { Home } from "../../src/ui/home";
import { digest, FakeCall, type FakeServer, MEETING_ID } from "../ui/fakes";
import {
  atDoor,
  full,
  graded,
  inCall,
  moderated,
  outage,
  over,
  prejoin,
  pretend,
  previewing,
  refused,
  SLOW,
  setUp,
  sharing,
  talking,
  told,
  troubled,
  troubledCall,
  WAITING,
  withHands,
  withInvites,
} from "./calls";

export interface Scene {
  readonly kind: "cell" | "page" | "create";
  readonly call: FakeCall;
  readonly server?: FakeServer;
  /** What is different about the place where it is shown. */
  readonly home?: Partial<Home>;
  /** Names of buttons to click once drawn. */
  readonly clicks?: readonly string[];
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
