/** One RTCPeerConnection to one participant: carries out what negotiation.ts decides. */

import type { Candidate, Signal } from "../protocol/types.gen";
import { Batch } from "./batch";
import type { Row } from "./figures";
import { LINES, type LocalTracks, OF_PERSON } from "./lines";
import { adopt, attach, complete, type Labels, lineup } from "./lineup";
import { follow, type LinkState, newLink, repairAt, repaired } from "./link";
import { Mailbox } from "./mailbox";
import type { Link } from "./model";
import {
  fresh,
  type Negotiation,
  type NegotiationEffect,
  type NegotiationEvent,
  type Numbers,
  negotiate,
} from "./negotiation";
import type { Timers } from "./timers";
import { need, tune } from "./tuning";
import type { Wish } from "./wish";
import { Wishes } from "./wishes";

/** What the engine needs of the browser's WebRTC. */
export interface Rtc {
  connection(configuration: RTCConfiguration): RTCPeerConnection;
  stream(tracks: readonly MediaStreamTrack[]): MediaStream;
}

export interface PeerOptions {
  readonly polite: boolean;
  readonly numbers: Numbers;
  readonly configuration: RTCConfiguration;
  readonly rtc: Rtc;
  readonly timers: Timers;
  readonly tracks: LocalTracks;
  readonly labels: Labels;
  /** Whether a signal would leave now. A repair waits until it would. */
  readonly reachable: () => boolean;
  readonly send: (signal: Signal) => void;
  /** `stream` or `link` is another one. */
  readonly changed: () => void;
}

/** The encodings are looked after so often at most, milliseconds, however often the other side wishes. */
const CALM = 100;

export class Peer {
  /** What the other side sends of the person; null until the first description has been agreed on. */
  stream: MediaStream | null = null;
  /** The same of the screen; null also if the other side knows of no screens. */
  screen: MediaStream | null = null;
  readonly #options: PeerOptions;
  readonly #connection: RTCPeerConnection;
  readonly #mailbox = new Mailbox();
  readonly #batch: Batch;
  readonly #wishes: Wishes;
  #tracks: LocalTracks;
  #negotiation: Negotiation;
  #link: LinkState;
  #cancelRepair: (() => void) | null = null;
  #cancelTuning: (() => void) | null = null;
  #thin = false;
  #closed = false;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#tracks = options.tracks;
    this.#negotiation = fresh(options.polite, options.numbers);
    this.#link = newLink(options.timers.now());
    this.#batch = new Batch(options.timers, (candidates) => this.#post({ type: "gathered", candidates }));
    this.#connection = options.rtc.connection(options.configuration);
    this.#wishes = new Wishes(this.#connection, () => this.#tune());
    this.#connection.onicecandidate = ({ candidate }) => this.#gathered(candidate);
    this.#connection.onconnectionstatechange = () =>
      this.#follow(follow(this.#link, this.#connection.connectionState, options.timers.now()));
    this.#plan();
  }

  get link(): Link {
    return this.#link.link;
  }

  /** For a later connection to the same participant: the counting goes on. */
  get numbers(): Numbers {
    const { sent, received } = this.#negotiation;
    return { sent, received };
  }

  /** Looks for other ways with these servers from now on; the way that is in use stays. */
  configure(configuration: RTCConfiguration): void {
    this.#connection.setConfiguration(configuration);
  }

  offer(): void {
    this.#post({ type: "offer" });
  }

  receive(signal: Signal): void {
    this.#post({ type: "received", signal });
  }

  /** The server may have forgotten signals that it had taken. */
  forgotten(): void {
    this.#post({ type: "forgotten" });
  }

  /** Signals leave again: a repair that was due is tried now. */
  reachable(): void {
    this.#plan();
  }

  /** What the browser counts about this connection. */
  async stats(): Promise<Iterable<Row>> {
    return (await this.#connection.getStats()).values();
  }

  /** Both ways of the sound; null until they have been agreed on. */
  get voice(): RTCRtpTransceiver | null {
    const [sound] = lineup(this.#connection); // the first of the lines
    return sound?.mid ? sound : null;
  }

  /** Sends these from now on. Never renegotiates. */
  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks;
    void this.#mailbox.post(() => this.#guarded(() => this.#attach()));
    this.#tune();
  }

  /** What would go to the other side if its way bore it, bit/s. */
  get need(): number {
    return lineup(this.#connection).reduce((sum, { sender }) => sum + need(sender), 0);
  }

  /** Tells the other side how large its pictures are shown here. */
  wish(wish: Wish): void {
    this.#wishes.say(wish);
  }

  /** How the way to the other side is now, told every 2 s; also a chance for what was held back or refused before. */
  adapt(thin: boolean): void {
    this.#thin = thin;
    this.#wishes.insist();
    this.#tune();
  }

  close(): void {
    this.#closed = true;
    this.#cancelRepair?.();
    this.#cancelTuning?.();
    this.#batch.clear();
    this.#wishes.close();
    this.#connection.onicecandidate = null;
    this.#connection.onconnectionstatechange = null;
    this.#connection.close();
  }

  #post(event: NegotiationEvent): void {
    void this.#mailbox.post(() => this.#handle(event));
  }

  async #handle(event: NegotiationEvent): Promise<void> {
    if (this.#closed) return;
    const [negotiation, effects] = negotiate(this.#negotiation, event);
    this.#negotiation = negotiation;
    for (const effect of effects) await this.#guarded(() => this.#perform(effect));
  }

  /** Whatever the browser rejects ends in `failed`; the link then says so, and a repair comes. */
  async #guarded(task: () => Promise<NegotiationEvent | null>): Promise<void> {
    if (this.#closed) return;
    const result = await task().catch((): NegotiationEvent => ({ type: "failed" }));
    if (result) await this.#handle(result);
  }

  async #perform(effect: NegotiationEffect): Promise<NegotiationEvent | null> {
    switch (effect.type) {
      case "offer":
        return this.#makeOffer(effect.restart);
      case "repeat":
        return { type: "offered", sdp: this.#described() };
      case "answer":
        return this.#answer(effect.sdp, effect.number);
      case "accept":
        await this.#connection.setRemoteDescription({ type: "answer", sdp: effect.sdp });
        this.#show();
        return { type: "accepted", number: effect.number };
      case "add":
        await this.#add(effect.candidates);
        return null;
      case "rollback":
        await this.#rollback();
        return null;
      case "send":
        this.#options.send(effect.signal);
        return null;
    }
  }

  async #makeOffer(iceRestart: boolean): Promise<NegotiationEvent> {
    complete(this.#connection, this.#options.labels);
    await this.#attach();
    await this.#connection.setLocalDescription(await this.#connection.createOffer({ iceRestart }));
    return { type: "offered", sdp: this.#described() };
  }

  async #answer(sdp: string, number: number): Promise<NegotiationEvent> {
    await this.#connection.setRemoteDescription({ type: "offer", sdp });
    adopt(this.#connection, this.#options.labels);
    await this.#attach();
    await this.#connection.setLocalDescription();
    this.#show();
    return { type: "answered", sdp: this.#described(), number };
  }

  async #attach(): Promise<null> {
    await attach(this.#connection, this.#tracks);
    return null;
  }

  /** Soon, so that many reasons are one. */
  #tune(): void {
    if (this.#closed) return;
    this.#cancelTuning ??= this.#options.timers.after(CALM, () => {
      this.#cancelTuning = null;
      void this.#mailbox.post(() => this.#tuneAll());
    });
  }

  async #tuneAll(): Promise<void> {
    if (this.#closed) return;
    const conditions = { wish: this.#wishes.heard, thin: this.#thin };
    for (const [index, { sender }] of lineup(this.#connection).entries())
      await tune(sender, LINES[index]?.source ?? "sound", conditions);
  }

  /** The local description as it is now, with what has been gathered: the candidates that wait are among it. */
  #described(): string {
    this.#batch.clear();
    return this.#connection.localDescription?.sdp ?? "";
  }

  /** A candidate can belong to a description that was replaced meanwhile; the link shows whether one is missed. */
  async #add(candidates: readonly Candidate[]): Promise<void> {
    const added = candidates.map((candidate) => this.#connection.addIceCandidate(candidate));
    await Promise.allSettled(added);
  }

  async #rollback(): Promise<void> {
    const connection = this.#connection;
    const rollback = { type: "rollback" } as const;
    const undo = {
      "have-local-offer": () => connection.setLocalDescription(rollback),
      "have-remote-offer": () => connection.setRemoteDescription(rollback),
    }[connection.signalingState as string];
    // Refused only by a connection that is beyond help; to report that as `failed` would lead here again.
    await undo?.().catch(() => undefined);
  }

  #show(): void {
    const tracks = lineup(this.#connection).map(({ receiver }) => receiver.track);
    const shown = [this.stream, this.screen].flatMap((stream) => stream?.getTracks() ?? []);
    if (tracks.length === shown.length && tracks.every((track) => shown.includes(track))) return;
    const { stream } = this.#options.rtc;
    this.stream = stream(tracks.slice(0, OF_PERSON));
    this.screen = tracks.length > OF_PERSON ? stream(tracks.slice(OF_PERSON)) : null;
    this.#options.changed();
  }

  #gathered(candidate: RTCIceCandidate | null): void {
    if (!candidate?.candidate) return; // the end of candidates is no news: a link that fails shows it
    const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
    this.#batch.add({ candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment });
  }

  #follow(link: LinkState): void {
    const before = this.#link;
    this.#link = link;
    if (link === before) return;
    this.#plan();
    this.#options.changed();
  }

  #plan(): void {
    this.#cancelRepair?.();
    this.#cancelRepair = null;
    const at = repairAt(this.#link, this.#options.polite);
    if (at === null || this.#closed) return;
    const { timers } = this.#options;
    this.#cancelRepair = timers.after(Math.max(0, at - timers.now()), () => this.#repair());
  }

  #repair(): void {
    if (!this.#options.reachable()) return;
    this.#link = repaired(this.#link, this.#options.timers.now());
    this.offer();
    this.#plan();
  }
}
