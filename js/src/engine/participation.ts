/** One stay in the meeting, from the first admission to the end: the socket, the room, the connections, the sound. */

import { Alarms } from "./alarms";
import { isProblem, problem } from "./api";
import { backoff } from "./backoff";
import { endingOf, passes } from "./endings";
import { sayFarewell } from "./farewell";
import { Gauge } from "./gauge";
import { hushed, ofScreen } from "./hushed";
import type { LocalTracks } from "./lines";
import type { Connection, Over, Problem } from "./model";
import { Outage, SILENT } from "./outage";
import type { Said } from "./outbox";
import { type Media, type ParticipationOptions, sameMedia } from "./participation-options";
import { Peers } from "./peers";
import { Promises } from "./promises";
import { type Refusal, refusalOf } from "./refusals";
import { enter } from "./room";
import { emptyRoom, type Room, type RoomEffect, type RoomEvent } from "./room-model";
import { Signal } from "./signal";
import { Sound } from "./sound";
import { wishOf } from "./wish";

/** How long a first connection may take, milliseconds. */
const PATIENCE = 15_000;
const RETRY = { first: 1000, most: 10_000 };

export class Participation {
  room: Room = emptyRoom;
  connection: Connection = "connecting";
  readonly outage: Outage;
  readonly #options: ParticipationOptions;
  readonly #signal: Signal;
  readonly #peers: Peers;
  readonly #sound: Sound;
  readonly #alarms: Alarms;
  readonly #gauge: Gauge;
  readonly #unsee: () => void;
  readonly #ends = new Promises();
  #admission: string | null = null;
  #attempt = 0;
  #entered = false;
  #media: Media = { microphone: false, camera: false, screen: false };
  #cancelPatience: (() => void) | null = null;
  #cancelAdmission: (() => void) | null = null;

  constructor(options: ParticipationOptions) {
    const { browser, silent, seen, changed } = options;
    const { rtc, network, timers, audio } = browser;
    this.#options = options;
    this.#signal = new Signal(options.root, network, timers, {
      greet: () => this.#greeting(),
      seq: () => this.room.seq,
      heard: (message) => this.#step({ type: "heard", message, now: timers.now() }),
      lost: () => this.#lost(SILENT),
      closed: (reason, again) => this.#closed(reason, again),
    });
    this.#peers = new Peers({
      rtc,
      timers,
      reachable: () => this.room.open,
      send: (to, signal) => this.#say({ type: "ticket", to, signal }),
      changed: (id) => this.#seen(id),
    });
    this.#sound = new Sound({ element: audio, stream: rtc.stream, silent, changed });
    this.outage = new Outage(timers, () => this.#lost());
    this.#alarms = new Alarms(timers, (now) => this.#step({ type: "time", now }));
    this.#gauge = new Gauge({ timers, peers: () => this.#peers.all, changed });
    const wish = () => this.#peers.wish((id) => wishOf(id, seen.state));
    this.#unsee = seen.subscribe(wish);
    wish();
  }

  get muffled(): boolean {
    return this.#sound.muffled;
  }

  start(): void {
    this.#cancelPatience = this.#options.browser.timers.after(PATIENCE, () =>
      this.#finish("lost", problem("server_unreachable")),
    );
    void this.#admit();
  }

  look(id: string) {
    return { ...this.#peers.look(id), quality: this.#gauge.look(id) };
  }

  get peers() {
    return this.#peers.all;
  }

  /** How the person's own way to the others is. */
  get own() {
    return this.#gauge.own;
  }

  get upload() {
    return this.#gauge.upload;
  }

  hear(): void {
    this.#sound.hear();
  }

  /** Sends these tracks, and tells the others what they may expect. */
  show(tracks: LocalTracks, media: Media, speaker: string): void {
    this.#peers.send(tracks);
    this.#sound.through(speaker);
    if (sameMedia(media, this.#media)) return;
    this.#media = media;
    this.#announce();
  }

  /** Asks to become host; what is still on its way is not said twice. */
  claim(hostKey: string): void {
    const waits = this.room.outbox.waiting.some((said) => said.type === "claim" && said.host_key === hostKey);
    if (!waits) this.#say({ type: "claim", host_key: hostKey });
  }

  /** Ends the meeting for everyone. Rejects with a Problem. */
  end(): Promise<void> {
    this.#say({ type: "end" });
    return this.#ends.make(this.room.outbox.n);
  }

  /** Takes part in what people tell each other beside sound and picture. */
  tell(event: Extract<RoomEvent, { type: "say" | "again" }>): void {
    this.#step(event);
  }

  leave(): void {
    const { room } = this;
    const { root, browser } = this.#options;
    if (this.#entered) this.#say({ type: "leave" });
    const socket = room.open ? this.#signal.handOver() : null;
    this.#finish("left", null);
    if (this.#entered) sayFarewell(root, browser.network, browser.timers, room, socket);
  }

  #greeting() {
    const { token, seq, epoch } = this.room;
    if (this.#admission !== null) return { type: "hello", admission: this.#admission } as const;
    return { type: "resume", token: token ?? "", seq, epoch } as const;
  }

  #say(said: Said): void {
    this.#step({ type: "say", said });
  }

  #step(event: RoomEvent): void {
    if (this.connection === "ended") return;
    const [room, effects] = enter(this.room, event);
    this.room = room;
    for (const effect of effects) this.#run(effect);
    // Only now: the numbers of what is new have to follow those of what was sent again.
    if (effects.some(({ type }) => type === "listening")) {
      this.#options.entered();
      this.#announce();
    }
    this.#sound.hush(hushed(room));
    this.#options.changed();
  }

  #run(effect: RoomEffect): void {
    switch (effect.type) {
      case "transmit":
        this.#signal.send(effect.message);
        break;
      case "servers":
        this.#introduce();
        break;
      case "listening":
        this.#listening();
        break;
      case "waiting":
        this.#waiting();
        break;
      case "failed":
        this.#failed(effect.n, effect.of, { code: effect.code, message: effect.message });
        break;
      case "ended":
        this.#finish("ended", null);
        break;
      case "wake":
        this.#alarms.at(effect.at);
        break;
      default:
        this.#peers.perform(effect);
    }
  }

  /** The server is there; whether the person comes in is another's choice, and may take long. */
  #waiting(): void {
    this.#cancelPatience?.();
    this.#attempt = 0;
    this.outage.end();
    this.connection = "connected";
  }

  #listening(): void {
    this.#waiting();
    this.#admission = null;
    this.#entered = true;
    this.#introduce();
    this.#peers.reachable();
    this.#gauge.start();
  }

  #introduce(): void {
    this.#peers.introduce(this.room.you ?? "", this.room.iceServers);
  }

  #announce(): void {
    if (this.room.you !== null) this.#say({ type: "state", ...this.#media });
  }

  #failed(n: number, of: Said["type"] | null, reason: Problem): void {
    if (this.#ends.reject(n, reason)) return;
    this.#refusal(
      refusalOf(
        reason.code,
        of,
        this.room.outbox.waiting.find((said) => said.n === n),
      ),
      reason,
    );
  }

  #refusal(refusal: Refusal | null, reason: Problem): void {
    if (refusal === "unclaimed") this.#options.unclaimed();
    else if (refusal !== null) this.#options[refusal](reason);
  }

  #seen(id: string): void {
    const { stream, screen } = this.#peers.look(id);
    this.#sound.play(id, stream);
    this.#sound.play(ofScreen(id), screen);
    this.#options.changed();
  }

  /** The server does not listen; `reason` when something new is known about why. */
  #lost(reason?: Problem): void {
    if (this.#entered || this.room.waits) this.connection = this.outage.notice(reason);
    this.#step({ type: "lost" });
  }

  #closed(reason: Problem, again: boolean): void {
    this.#lost();
    if (again) this.#admitLater();
    else this.#finish(endingOf(reason), reason);
  }

  /** Asks to be let in, at first or after this participation was gone for the server, and says hello. */
  async #admit(): Promise<void> {
    try {
      const admission = await this.#options.admit();
      if (this.connection === "ended") return;
      this.#admission = admission;
      this.#signal.open();
    } catch (thrown) {
      this.#notAdmitted(isProblem(thrown) ? thrown : problem("internal"));
    }
  }

  #notAdmitted(reason: Problem): void {
    if (this.connection === "ended") return;
    if (!(this.#entered || this.room.waits) || !passes(reason)) {
      this.#finish(endingOf(reason), reason);
      return;
    }
    this.#lost(reason);
    this.#admitLater();
  }

  /** The first time at once, then ever later, until the server listens again. */
  #admitLater(): void {
    const { timers, network } = this.#options.browser;
    const wait = this.#attempt === 0 ? 0 : backoff(RETRY, this.#attempt, network.random());
    this.#attempt += 1;
    this.#cancelAdmission?.();
    this.#cancelAdmission = timers.after(wait, () => void this.#admit());
  }

  #finish(over: Over, reason: Problem | null): void {
    if (this.connection === "ended") return;
    this.connection = "ended";
    this.#cancelPatience?.();
    this.#alarms.stop();
    this.#gauge.stop();
    this.#unsee();
    this.#cancelAdmission?.();
    this.outage.end();
    this.#signal.close();
    this.#peers.close();
    this.#sound.close();
    this.#ends.settle(over === "ended" ? null : (reason ?? problem("server_unreachable")));
    this.#options.over(over, reason);
  }
}
