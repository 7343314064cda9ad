/** One meeting in this page: from the prejoin screen through the call to the screen after it. */

import type { Digest } from "../protocol/types.gen";
import { admit, readmit, without } from "./admission";
import { ahead } from "./ahead";
import { type Api, problem } from "./api";
import { stays } from "./attendance";
import { IDLE } from "./idle";
import { introduction } from "./introduction";
import { Invites } from "./invites";
import type { Keepsake } from "./keepsake";
import { localTracks } from "./lines";
import { Lookout } from "./lookout";
import type { Call, CallState, Credentials, Devices, JoinRequest, Over, Problem } from "./model";
import { heed, moderationOver, mustGoOff, ownSilence, released } from "./moderation";
import { Participation } from "./participation";
import type { Browser } from "./participation-options";
import { prepare } from "./prepare";
import { cameraFits } from "./room";
import { mayShare, OwnScreen } from "./screen";
import { Seen } from "./seen";
import { sending } from "./sending";
import { afterwards, sight } from "./sight";
import { talkOver } from "./talk";
import { heardIn } from "./tiles";
import { Voices } from "./voices";

export interface CallOptions {
  readonly root: string;
  /** Of the meeting. */
  readonly link: string;
  readonly meetingId: string;
  readonly api: Api;
  readonly devices: Devices;
  readonly browser: Browser;
  readonly keepsake: Keepsake;
}

export class MeetingCall implements Call {
  state: CallState = IDLE;
  readonly link: string;
  readonly devices: Devices;
  readonly #options: CallOptions;
  readonly #listeners = new Set<() => void>();
  readonly talk = talkOver((event) => this.#participation?.tell(event));
  readonly screen: OwnScreen;
  readonly lookout = new Lookout();
  readonly moderation = moderationOver((said) => this.#participation?.tell({ type: "say", said }));
  readonly seen: Seen;
  readonly voices: Voices;
  readonly #invites: Invites;
  readonly createInvite: Call["createInvite"] = (options) => this.#invites.create(options);
  readonly listInvites: Call["listInvites"] = () => this.#invites.list();
  readonly revokeInvite: Call["revokeInvite"] = (id) => this.#invites.revoke(id);
  readonly inviteLink: Call["inviteLink"] = (id) => this.#invites.link(id);
  #credentials: Credentials = {};
  #participation: Participation | null = null;
  readonly #introduce: (epoch: string | undefined) => void;
  /** Counts joins and leaves: what a join still waits for means nothing after a leave. */
  #turn = 0;
  #title = ""; // as told before there was a welcome
  /** The last join. */
  #request: JoinRequest = { name: "", media: true };

  constructor(options: CallOptions) {
    this.#options = options;
    this.devices = options.devices;
    this.link = options.link;
    this.screen = new OwnScreen(options.browser.screen, () => this.#devicesChanged());
    this.seen = new Seen(options.browser.timers);
    this.voices = new Voices(options.browser.timers);
    this.#introduce = introduction(options.api);
    this.#invites = new Invites(options.api, options.meetingId, options.link);
    options.devices.subscribe(() => this.#devicesChanged());
  }

  get passcode(): string | null {
    return this.#credentials.passcode ?? null;
  }

  get title(): string {
    return this.state.meeting?.title ?? this.#title;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  bring(credentials: Credentials): void {
    const { invites = {}, ...own } = credentials;
    const { hostKey } = own;
    this.#credentials = { ...this.#credentials, ...own };
    this.#invites.learn(invites);
    if (hostKey && this.state.phase === "in" && this.state.role !== "host")
      this.#participation?.claim(hostKey);
    this.#show({});
  }

  async preview(): Promise<Digest> {
    const { api, meetingId, keepsake } = this.#options;
    const { invite } = this.#credentials;
    const resume = keepsake.recall();
    const right = { ...(invite && { invite }), ...(resume && { resume }) };
    const turn = this.#turn;
    const digest = await (invite || resume ? api.preview(meetingId, right) : api.digest(meetingId));
    this.#title = digest.title;
    // An answer about the time before a join, or during it, says nothing of the time after it.
    const fresh = turn === this.#turn && this.state.phase === "idle";
    this.#show(fresh ? { elsewhere: digest.here > 0 } : {});
    return digest;
  }

  async join(request: JoinRequest): Promise<void> {
    const { phase } = this.state;
    if (phase === "in" || phase === "waiting" || (phase === "joining" && !this.#insteadOfAsking(request)))
      return;
    this.#turn += 1;
    const turn = this.#turn;
    this.#request = request;
    const elsewhere = this.state.elsewhere || request.ifHere !== undefined;
    this.#show({ ...IDLE, phase: "joining", elsewhere });
    const admitted = ahead(() => this.#admit(request), this.#options.browser.timers);
    const ready = await prepare(this.devices, request);
    if (turn !== this.#turn) return;
    if (ready) await this.#participate(request, admitted);
    else this.#show({ phase: "idle" });
  }

  async setMicrophone(on: boolean): Promise<void> {
    const room = this.#participation?.room;
    if (on && room && ownSilence(room) === "held") this.#show({ problem: problem("held") });
    else await this.devices.setMicrophone(on, true);
  }

  async setCamera(on: boolean): Promise<void> {
    const room = this.#participation?.room;
    if (on && room && !cameraFits(room)) {
      this.#show({ problem: problem("video_full") });
      return;
    }
    await this.devices.setCamera(on, true);
  }

  hear(): void {
    this.#participation?.hear();
  }

  dismiss(): void {
    this.#show({ problem: null });
  }

  leave(): void {
    this.#turn += 1;
    if (this.#participation) this.#participation.leave();
    else if (this.state.phase === "joining") this.#show({ phase: "idle" });
    this.#release();
  }

  async end(): Promise<void> {
    if (!this.#participation) throw problem("not_allowed");
    await this.#participation.end();
  }

  /** Who grows tired of the browser's question for devices can join without them. */
  #insteadOfAsking({ media }: JoinRequest): boolean {
    return this.#participation === null && this.#request.media && !media;
  }

  /** Resolves when the person is in, or it is clear that this will not be. */
  #participate(request: JoinRequest, admit: () => Promise<string>): Promise<void> {
    const { root, browser } = this.#options;
    return new Promise((resolve) => {
      const participation = new Participation({
        root,
        browser,
        silent: request.ifHere === "join",
        seen: this.seen,
        admit,
        entered: () => {
          this.#entered();
          resolve();
        },
        changed: () => this.#refresh(),
        refused: (reason) => this.#refused(reason),
        unshared: (reason) => {
          this.screen.stop();
          this.#show({ problem: reason });
        },
        declined: (reason) => this.#show({ problem: reason }),
        unclaimed: () => this.#forgetHostKey(),
        over: (over, reason) => {
          this.#over(over, reason);
          resolve();
        },
      });
      this.#participation = participation;
      this.#devicesChanged();
      participation.start();
    });
  }

  async #admit({ name, passcode: typed, ifHere }: JoinRequest): Promise<string> {
    const { api, meetingId, keepsake } = this.#options;
    const resume = keepsake.recall();
    if (this.state.phase === "in") {
      return readmit(api, meetingId, { name, resume, ifHere }, this.#credentials);
    }
    const passcode = typed ? { passcode: typed } : {};
    const entry = { name, ...passcode, resume, ifHere: ifHere ?? "ask" } as const;
    const { admission, stale } = await admit(api, meetingId, entry, this.#credentials);
    this.#credentials = { ...without(this.#credentials, stale), ...passcode };
    return admission;
  }

  #entered(): void {
    const room = this.#participation?.room;
    this.#options.keepsake.keep(room?.token ?? null);
    this.voices.start(() => heardIn(this.state.tiles, this.#participation));
    const late = this.#credentials.hostKey;
    if (late && room?.role !== "host") this.#participation?.claim(late);
    this.#introduce(room?.epoch);
    this.#show({ phase: "in", elsewhere: false });
    this.#refresh();
    if (room && !cameraFits(room) && this.devices.state.live.camera) this.#refused(problem("video_full"));
  }

  /** It can be used once: by now it was, by this page or another. */
  #forgetHostKey(): void {
    const { hostKey: _, ...rest } = this.#credentials;
    this.#credentials = rest;
  }

  /** Not what the person wants, so it is not remembered. */
  #refused(reason: Problem): void {
    if (reason.code !== "held") this.devices.release("camera");
    if (reason.code !== "video_full") this.devices.release("microphone");
    this.#show({ problem: reason });
  }

  #over(over: Over, reason: Problem | null): void {
    const visits = this.#participation?.room.attendance ?? [];
    this.voices.stop();
    this.#participation = null;
    this.#turn += 1;
    if (over === "removed" || over === "ended") this.#options.keepsake.keep(null);
    if (this.state.phase === "joining" || this.state.phase === "waiting") {
      this.#notIn(reason);
      return;
    }
    this.#release();
    const { timers } = this.#options.browser;
    this.#show(afterwards(over, reason, stays(visits, timers.now())));
  }

  /** A join came to nothing. */
  #notIn(reason: Problem | null): void {
    const { media, ifHere } = this.#request;
    // What is wanted is again what it was. And who has waited may have gone away from a camera that runs.
    if (!media || ifHere === "join" || this.state.phase === "waiting") this.devices.stop();
    if (reason?.code === "already_here") this.#show({ ...IDLE, elsewhere: true });
    else this.#show({ ...IDLE, elsewhere: this.state.elsewhere, problem: reason });
  }

  /** Nothing is captured any more. */
  #release(): void {
    this.devices.stop();
    this.screen.stop();
  }

  #devicesChanged(): void {
    const { stream, live, speaker } = this.devices.state;
    const shared = this.screen.state.stream;
    const media = { ...live, screen: shared !== null };
    this.#participation?.show(localTracks(stream, shared), media, speaker);
    this.#refresh();
  }

  #refresh(): void {
    const participation = this.#participation;
    if (!participation) return;
    const { room } = participation;
    if (room.role === "host") this.#forgetHostKey();
    if (!mayShare(room.role)) this.screen.stop();
    const { voice, problem: shown } = this.state;
    const silence = ownSilence(room);
    const sent = sending(this.devices.state);
    this.#show({
      ...sight(participation, this.devices.state, this.screen.state),
      voice: heed(voice, silence, sent.microphone),
      ...(released(voice, silence) && shown?.code === "held" && { problem: null }),
    });
    for (const device of mustGoOff(room, voice, sent)) this.devices.release(device);
  }

  #show(change: Partial<CallState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}
