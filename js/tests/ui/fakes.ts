/** Scripted stand-ins for the engine: they implement its ports, and a test changes their state by hand. */

import { Lookout } from "../../src/engine/lookout";
import type {
  Call,
  CallState,
  Credentials,
  JoinRequest,
  Problem,
  Server,
  Stay,
  Tile,
} from "../../src/engine/model";
import type { Moderation } from "../../src/engine/moderation-model";
import { Seen } from "../../src/engine/seen";
import type { Line, Talk } from "../../src/engine/talk-model";
import { browserTimers } from "../../src/engine/timers";
import type { Speakers } from "../../src/engine/voices";
import type {
  About,
  ChatMessage,
  Created,
  Digest,
  Invite,
  Me,
  Participant,
  Residence,
  Role,
} from "../../src/protocol/types.gen";
import { FakeDevices } from "../fakes/devices";
import { id, person } from "../fakes/people";
import { Source } from "../fakes/source";

export const MEETING_ID = "Q7zVb1mXc3Nf8aKp0tYw2g";
export const LINK = `https://hub.example.org/user/ada/meet/${MEETING_ID}`;
export const CREATED_AT = 1_795_000_000;

export function digest(change: Partial<Digest> = {}): Digest {
  return {
    id: MEETING_ID,
    title: "Linear algebra, office hours",
    created_at: CREATED_AT,
    ended: false,
    has_passcode: false,
    needs_passcode: false,
    keep: false,
    role: "attendee",
    guest: false,
    name: "",
    name_fixed: false,
    present: 0,
    here: 0,
    max_seats: 8,
    locked: false,
    waits: false,
    ...change,
  };
}

export function tile(
  name: string,
  change: Partial<Omit<Tile, "participant">> & Partial<Participant> = {},
): Tile {
  const { you = false, stream = null, link = "connected", source = "camera", ...rest } = change;
  const { quality = null, ...participant } = rest;
  const filming = { microphone: true, camera: true, joined_at: CREATED_AT };
  return { participant: person(name, { ...filming, ...participant }), source, you, stream, link, quality };
}

/** A line of the chat. */
export function line(
  number: number,
  name: string,
  text: string,
  change: Partial<Line> & Partial<ChatMessage> = {},
): Line {
  const { own = false, key = `first:${number}`, ...message } = change;
  return { key, own, message: { number, from: id(name), name, text, at: CREATED_AT + number, ...message } };
}

export function invite(inviteId: string, name: string, change: Partial<Invite> = {}): Invite {
  return {
    id: inviteId,
    role: "attendee",
    name,
    created_at: CREATED_AT,
    expires_at: CREATED_AT + 86_400,
    uses: 1,
    used: 0,
    ...change,
  };
}

const IDLE: CallState = {
  phase: "idle",
  connection: "connecting",
  meeting: null,
  you: null,
  role: "attendee",
  tiles: [],
  screens: [],
  own: { upload: "good", download: "good", busy: false },
  screen: { stream: null, asking: false, problem: null },
  problem: null,
  video: { limit: 4, allowed: true },
  muffled: false,
  elsewhere: false,
  outage: null,
  over: null,
  stays: [],
  chat: { lines: [], pending: [] },
  reactions: [],
  waiting: [],
  voice: { silence: "none", told: null },
};

/** A call that does nothing by itself but write down what the view asked for. */
export class FakeCall extends Source<CallState> implements Call {
  readonly devices: FakeDevices;
  readonly link: string = LINK;
  readonly talk: Talk = {
    write: (text, to) => this.asked.push(`write ${to ?? "all"}: ${text}`),
    again: (n) => this.asked.push(`again ${n}`),
    raiseHand: (up) => this.asked.push(`hand ${up}`),
    lowerHand: (id) => this.asked.push(`lower ${id}`),
    react: (reaction) => this.asked.push(`react ${reaction}`),
  };
  readonly screen = {
    offered: true,
    share: async () => void this.asked.push("share screen"),
    stop: () => void this.asked.push("stop screen"),
    dismiss: () => void this.asked.push("dismiss screen"),
  };
  readonly lookout = new Lookout();
  readonly moderation: Moderation = {
    mute: (id) => this.asked.push(`mute ${id}`),
    muteAll: () => this.asked.push("mute all"),
    hold: (id, on) => this.asked.push(`hold ${id} ${on}`),
    remove: (id) => this.asked.push(`remove ${id}`),
    setRole: (id, role) => this.asked.push(`role ${id} ${role}`),
    handOver: (id) => this.asked.push(`hand over ${id}`),
    lock: (on) => this.asked.push(`lock ${on}`),
    spotlight: (id) => this.asked.push(`spotlight ${id}`),
    useWaitingRoom: (on) => this.asked.push(`waiting room ${on}`),
    admit: (id) => this.asked.push(`admit ${id}`),
    deny: (id) => this.asked.push(`deny ${id}`),
  };
  readonly seen = new Seen(browserTimers);
  readonly voices = new Source<Speakers>({ speaking: [], spoken: [] });
  passcode: string | null = null;
  readonly asked: string[] = [];
  readonly joins: JoinRequest[] = [];
  readonly brought: Credentials[] = [];
  readonly created: { role: Role; name: string; expiresIn: number; uses: number }[] = [];
  answer: Digest | Problem;
  refusal: Problem | null = null;
  invites: Invite[] = [];
  readonly #links = new Map<string, string>();
  #told = "";

  constructor(answer: Digest | Problem = digest(), devices = new FakeDevices()) {
    super(IDLE);
    this.answer = answer;
    this.devices = devices;
  }
  /** Where the meeting lives; a server that does not say is a plain one. */
  residence: Residence | undefined;
  /** Puts the person into the call with these tiles; the first is the person's own. */
  enter(tiles: readonly Tile[], change: Partial<CallState> = {}): void {
    const meeting = {
      id: MEETING_ID,
      title: "Linear algebra, office hours",
      has_passcode: false,
      created_at: CREATED_AT,
      locked: false,
      waiting_room: false,
      ...(this.residence && { residence: this.residence }),
    };
    this.change({
      phase: "in",
      connection: "connected",
      meeting,
      you: tiles[0]?.participant.id ?? null,
      tiles,
      problem: null,
      over: null,
      ...change,
    });
  }
  finish(
    over: NonNullable<CallState["over"]>,
    stays: readonly Stay[] = [],
    change: Partial<CallState> = {},
  ): void {
    this.change({ phase: "over", connection: "ended", over, stays, tiles: [], ...change });
  }
  bring(credentials: Credentials): void {
    this.brought.push(credentials);
    if (credentials.passcode !== undefined) this.passcode = credentials.passcode;
    this.announce();
  }
  get title(): string {
    return this.state.meeting?.title ?? this.#told;
  }
  async preview(): Promise<Digest> {
    this.asked.push("preview");
    if ("code" in this.answer) throw this.answer;
    this.#told = this.answer.title;
    this.change({ elsewhere: this.answer.here > 0 });
    return this.answer;
  }
  async join(request: JoinRequest): Promise<void> {
    this.joins.push(request);
    this.change({ phase: "joining", problem: null });
  }
  setMicrophone(on: boolean): Promise<void> {
    this.asked.push(`microphone ${on}`);
    return this.devices.setMicrophone(on, true);
  }
  setCamera(on: boolean): Promise<void> {
    this.asked.push(`camera ${on}`);
    return this.devices.setCamera(on, true);
  }
  hear(): void {
    this.asked.push("hear");
    this.change({ muffled: false });
  }
  dismiss(): void {
    this.asked.push("dismiss");
    this.change({ problem: null });
  }
  leave(): void {
    this.asked.push("leave");
    this.finish("left", [{ name: "Ada", seconds: 65 }]);
  }
  async end(): Promise<void> {
    this.asked.push("end");
    if (this.refusal) throw this.refusal;
    this.finish("ended");
  }
  async createInvite(options: { role: Role; name: string; expiresIn: number; uses: number }) {
    this.created.push(options);
    if (this.refusal) throw this.refusal;
    const id = `invite-${this.invites.length + 1}`;
    const made = invite(id, options.name, { role: options.role });
    this.invites = [made, ...this.invites];
    const link = `${LINK}#invite=${"s".repeat(42)}${this.invites.length}`;
    this.#links.set(id, link);
    return { invite: made, link };
  }
  async listInvites(): Promise<readonly Invite[]> {
    return this.invites;
  }
  async revokeInvite(id: string): Promise<void> {
    this.asked.push(`revoke ${id}`);
    this.invites = this.invites.filter((one) => one.id !== id);
  }
  inviteLink(id: string): string | null {
    return this.#links.get(id) ?? null;
  }
}

/** A server that knows one person and makes one meeting. */
export class FakeServer implements Server {
  readonly created: { title: string; passcode?: string }[] = [];
  identity: Me | Problem = { name: "ada", logged_in: true, login_url: null, public_url: null };
  refusal: Problem | null = null;

  async about(): Promise<About> {
    return { name: "notebook-meet", version: "0", protocols: [1] };
  }
  async me(): Promise<Me> {
    if ("code" in this.identity) throw this.identity;
    return this.identity;
  }
  async create(meeting: { title: string; passcode?: string }): Promise<Created> {
    this.created.push(meeting);
    if (this.refusal) throw this.refusal;
    return { meeting: digest({ title: meeting.title, role: "host" }), host_key: "h".repeat(43) };
  }
}
