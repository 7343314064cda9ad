/** What the engine shows to a view: plain data, no DOM but media streams. The UI draws this and calls the ports below. */

import type {
  About,
  Created,
  Digest,
  Invite,
  Me,
  MeetingInfo,
  Participant,
  Role,
} from "../protocol/types.gen";
import type { Processing, Rung } from "./devices-model";
import type { Quality } from "./gauge";
import type { Own } from "./grades";
import type { Lookout } from "./lookout";
import type { Knocker, Moderation, Voice } from "./moderation-model";
import type { Screen, ScreenState } from "./screen";
import type { Seen } from "./seen";
import type { Chat, Shown, Talk } from "./talk-model";
import type { Speakers } from "./voices";

/** Something that went wrong, in the protocol's vocabulary (docs/protocol.md section 8). */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** Seconds after which another try can succeed. */
  readonly retryAfter?: number;
}

/** Why a device cannot be used; each has its own words and cure in the UI. */
export type DeviceProblem =
  | "insecure" // no secure context: navigator.mediaDevices is missing
  | "policy" // refused by permissions policy or a webview
  | "denied" // the person or the browser's setting said no
  | "busy" // another program holds it
  | "none" // no such device
  | "unplugged" // it went away during use
  | "replaced" // it went away during use, and another one has taken its place
  | "silent" // it runs, but nothing comes from it
  | "unsupported" // no WebRTC in this browser
  | "unknown";

export type DeviceKind = "camera" | "microphone" | "speaker";

export interface DeviceState {
  /** What the person wants to send; remembered per origin, but for what was released. */
  readonly wanted: { readonly camera: boolean; readonly microphone: boolean };
  /** What is captured now. */
  readonly live: { readonly camera: boolean; readonly microphone: boolean };
  /** True between a click and the browser's answer. */
  readonly asking: boolean;
  readonly problem: {
    readonly kind: DeviceProblem;
    readonly device: DeviceKind | "both";
  } | null;
  readonly devices: Readonly<Record<DeviceKind, readonly { readonly id: string; readonly label: string }[]>>;
  /** Chosen device ids; "" is the browser's default. Remembered per origin, with their labels. */
  readonly chosen: Readonly<Record<DeviceKind, string>>;
  /** Labels of the chosen devices, as far as they were ever known. */
  readonly labels: Readonly<Record<DeviceKind, string>>;
  /** The speaker that sound goes to: the chosen one, or "" while it is not there. */
  readonly speaker: string;
  /** Whether this browser lets a page choose the speaker. */
  readonly routable: boolean;
  /** What the browser is asked to do to the own sound. Remembered per origin. */
  readonly processing: Processing;
  /** The local stream for the own tile (video only shown, never played aloud). */
  readonly stream: MediaStream | null;
}

/** The person's devices. Nothing is captured before start() or a set*(true) that a click caused. */
export interface Devices {
  readonly state: DeviceState;
  subscribe(listener: () => void): () => void;
  /** Capture what is wanted. Never rejects: a failure is in state.problem. */
  start(): Promise<void>;
  /** Changes what is wanted; captures only if something was captured already or `capture` is true. */
  setCamera(on: boolean, capture?: boolean): Promise<void>;
  setMicrophone(on: boolean, capture?: boolean): Promise<void>;
  /** Chooses a device; captures it only if something was captured already. Never renegotiates (replaceTrack). */
  choose(kind: DeviceKind, id: string): Promise<void>;
  /** Changes what the browser does to the own sound, also while it runs. Never renegotiates. */
  process(change: Partial<Processing>): Promise<void>;
  /** Tells how loud the running microphone is, from 0 to 1, a few times a second, until the returned function is called. */
  listen(heard: (level: number) => void): () => void;
  /** Plays a short tone through the chosen speaker; must be called from a click. Never rejects. */
  ring(): Promise<Rung>;
  /** Releases one at once. Until stop() it is not wanted any more; what the person's next visit begins with stays. */
  release(source: "camera" | "microphone"): void;
  /** Releases camera and microphone at once, and gives up what the browser still asks; start() and others resolve. */
  stop(): void;
}

/** To the server: media does not pass through it, so a call goes on without. */
export type Connection =
  | "connecting"
  | "connected"
  | "reconnecting"
  | "unreachable" // the server has been silent for so long that the person should know
  | "ended";

/** How media to one participant travels. */
export type Link = "waiting" | "connecting" | "connected" | "interrupted" | "failed";

/** What a tile shows of its participant. */
export type TileSource = "camera" | "screen";

/** One picture of one participant: the participant's id and the source tell it from every other one. */
export interface Tile {
  readonly participant: Participant;
  readonly source: TileSource;
  readonly you: boolean;
  /**
   * What to show; null while nothing has come. A `<video>` of it must be `muted`: the engine itself plays the
   * sound, so that it goes on while the tile is scrolled away, collapsed or redrawn.
   */
  readonly stream: MediaStream | null;
  readonly link: Link;
  /** How well picture and sound come, or get to the others, if the tile is the own one; null while that is not known. */
  readonly quality: Quality | null;
}

/** One person's stay, for the after-call screen. */
export interface Stay {
  readonly name: string;
  readonly seconds: number;
}

export type Over =
  | "left"
  | "ended"
  | "removed"
  | "moved"
  | "elsewhere" // given up by the server, while the person was in another time as well
  | "lost";

export interface CallState {
  /** `waiting`: to be let in by a host or presenter; it goes on by itself. */
  readonly phase: "idle" | "joining" | "waiting" | "in" | "over";
  readonly connection: Connection;
  readonly meeting: MeetingInfo | null;
  readonly you: string | null;
  readonly role: Role;
  /** Own tile first, then by the time they joined. */
  readonly tiles: readonly Tile[];
  /** Every screen that is shown, in the order of `tiles`. */
  readonly screens: readonly Tile[];
  readonly own: Own;
  /** The person's own screen. */
  readonly screen: ScreenState;
  /** What stopped the last join, or is wrong now; null when nothing is. */
  readonly problem: Problem | null;
  /** Room for this person's camera in the mesh. */
  readonly video: { readonly limit: number; readonly allowed: boolean };
  /** True while no sound is played before a click: the browser refused to, or the person is here a second time. */
  readonly muffled: boolean;
  /** Before a join: the person is in the meeting already, in another tab or on another device, as far as is known. */
  readonly elsewhere: boolean;
  /** Why the server has not let this page in again for so long that the person should know; null while it is well. */
  readonly outage: Problem | null;
  readonly over: Over | null;
  readonly stays: readonly Stay[];
  readonly chat: Chat;
  /** What people show just now, the earliest first. */
  readonly reactions: readonly Shown[];
  /** Who waits to be let in, the earliest first; hosts and presenters are told. */
  readonly waiting: readonly Knocker[];
  readonly voice: Voice;
}

/** What a person may bring along to join. Never stored but in the page's memory. */
export interface Credentials {
  readonly passcode?: string;
  readonly hostKey?: string;
  readonly invite?: string;
  /** Secrets of invites that were made elsewhere for this person to hand out, by the invite's id. */
  readonly invites?: Readonly<Record<string, string>>;
}

export interface JoinRequest {
  readonly name: string;
  readonly passcode?: string;
  /**
   * False joins without camera and microphone. True captures what is wanted first; when something was wanted and
   * none of it works, the join stops there: phase is idle again, and `devices.state.problem` says why. Only a
   * second time (`ifHere: "join"`) goes on without.
   */
  readonly media: boolean;
  /**
   * What the person chose who is in the meeting already: `move` the call here, or `join` a second time, which begins
   * with the microphone off and without sound. Without a choice the join stops there, and `state.elsewhere` is true.
   */
  readonly ifHere?: "move" | "join";
}

/** One meeting in this page, however many views show it. */
export interface Call {
  readonly state: CallState;
  readonly devices: Devices;
  readonly talk: Talk;
  readonly moderation: Moderation;
  readonly screen: Screen;
  /** Views tell it what they show. */
  readonly seen: Seen;
  /** Views tell it whether they are in sight. */
  readonly lookout: Lookout;
  /** Who speaks. */
  readonly voices: { readonly state: Speakers; subscribe(listener: () => void): () => void };
  subscribe(listener: () => void): () => void;
  /** Adds what the page or the kernel knows; a host key that comes late is claimed at once. */
  bring(credentials: Credentials): void;
  /** The passcode, if this page knows it. */
  readonly passcode: string | null;
  /** The meeting's, as soon as the server has told it; "" before. */
  readonly title: string;
  /** Refreshes the digest for the prejoin screen, `title`, and `state.elsewhere`. Rejects with a Problem. */
  preview(): Promise<Digest>;
  /** Resolves when in; a failure is in state.problem and phase is idle again. Also joins again after it was over. */
  join(request: JoinRequest): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  /** Plays all sound again after a click. */
  hear(): void;
  /** The person has read state.problem: it becomes null. */
  dismiss(): void;
  leave(): void;
  /** Ends the meeting for everyone. Rejects with a Problem. */
  end(): Promise<void>;
  createInvite(options: {
    role: Role;
    name: string;
    expiresIn: number;
    uses: number;
  }): Promise<{ invite: Invite; link: string }>;
  listInvites(): Promise<readonly Invite[]>;
  revokeInvite(id: string): Promise<void>;
  /** The invite's link, if this page made it. */
  inviteLink(id: string): string | null;
  /** The meeting's link on this page's origin (or the public URL where the page has none). */
  readonly link: string;
}

/** A view's hold on a call: `attach(root, meetingId)` in registry.ts. */
export interface View {
  /** The same object for every view of one meeting in this page. */
  readonly call: Call;
  /**
   * The view is gone. With the last one the camera is released within 1.5 s, and the call left, unless another view
   * has come by then (the cell was moved or run again). Calling it twice does no harm.
   */
  close(): void;
}

/** What can be asked of a server without a meeting: `server(root)` in api.ts. Every method rejects with a Problem. */
export interface Server {
  about(): Promise<About>;
  me(): Promise<Me>;
  create(meeting: { title: string; passcode?: string }): Promise<Created>;
}
