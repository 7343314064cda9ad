/** The connections to everybody in the meeting, by participant id. */

import type { IceServer, Signal } from "../protocol/types.gen";
import { type LocalTracks, NOTHING, sameTracks } from "./lines";
import type { Labels } from "./lineup";
import type { Link } from "./model";
import type { Numbers } from "./negotiation";
import { Peer, type PeerOptions, type Rtc } from "./peer";
import type { RoomEffect } from "./room-model";
import type { Timers } from "./timers";
import type { Wish } from "./wish";

export interface PeersOptions {
  readonly rtc: Rtc;
  readonly timers: Timers;
  readonly reachable: () => boolean;
  readonly send: (to: string, signal: Signal) => void;
  /** Something that `look` tells about `id` is another. */
  readonly changed: (id: string) => void;
}

/** What comes from one participant, and how. */
export interface Seen {
  readonly stream: MediaStream | null;
  readonly screen: MediaStream | null;
  readonly link: Link;
}

export class Peers {
  readonly #options: PeersOptions;
  readonly #labels: Labels;
  readonly #peers = new Map<string, Peer>();
  /** Of connections that are closed: who comes back under the same id goes on counting. */
  readonly #numbers = new Map<string, Numbers>();
  #tracks = NOTHING;
  #wishFor: ((id: string) => Wish) | null = null;
  #you = "";
  #configuration: RTCConfiguration = {};

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#labels = { person: options.rtc.stream([]), screen: options.rtc.stream([]) };
  }

  /** All connections belong to this participant and use these servers; another's own are closed. */
  introduce(you: string, iceServers: readonly IceServer[]): void {
    if (you !== this.#you) {
      // In this order: closing one keeps its numbers, and the others count from the start for a new participant.
      this.close();
      this.#numbers.clear();
    }
    this.#you = you;
    this.#configuration = { iceServers: iceServers.map(iceServer), bundlePolicy: "max-bundle" };
    for (const peer of this.#peers.values()) peer.configure(this.#configuration);
  }

  /** Does what the room says of somebody's connection. */
  perform(effect: Extract<RoomEffect, { type: "meet" | "part" | "forgotten" | "signal" }>): void {
    switch (effect.type) {
      case "meet":
        this.#meet(effect.id, effect.offer);
        break;
      case "part":
        this.#part(effect.id);
        break;
      case "forgotten":
        this.#peers.get(effect.id)?.forgotten();
        break;
      case "signal":
        this.#peers.get(effect.from)?.receive(effect.signal);
    }
  }

  #meet(id: string, offer: boolean): void {
    this.#part(id);
    const { rtc, timers, reachable, send, changed } = this.#options;
    const options: PeerOptions = {
      polite: this.#you < id,
      numbers: this.#numbers.get(id) ?? { sent: 0, received: 0 },
      configuration: this.#configuration,
      rtc,
      timers,
      tracks: this.#tracks,
      labels: this.#labels,
      reachable,
      send: (signal) => send(id, signal),
      changed: () => changed(id),
    };
    const peer = new Peer(options);
    this.#peers.set(id, peer);
    if (this.#wishFor) peer.wish(this.#wishFor(id));
    if (offer) peer.offer();
  }

  #part(id: string): void {
    const peer = this.#peers.get(id);
    if (!peer) return;
    this.#numbers.set(id, peer.numbers);
    this.#peers.delete(id);
    peer.close();
    this.#options.changed(id);
  }

  /** Signals leave again. */
  reachable(): void {
    for (const peer of this.#peers.values()) peer.reachable();
  }

  send(tracks: LocalTracks): void {
    if (sameTracks(tracks, this.#tracks)) return;
    this.#tracks = tracks;
    for (const peer of this.#peers.values()) peer.setTracks(tracks);
  }

  /** From now on everybody is asked for what `wishFor` says. */
  wish(wishFor: (id: string) => Wish): void {
    this.#wishFor = wishFor;
    for (const [id, peer] of this.#peers) peer.wish(wishFor(id));
  }

  /** Every connection that there is, by participant id. */
  get all(): ReadonlyMap<string, Peer> {
    return this.#peers;
  }

  /** What comes from this participant, and how; nothing from someone without a connection. */
  look(id: string): Seen {
    const { stream = null, screen = null, link = "waiting" } = this.#peers.get(id) ?? {};
    return { stream, screen, link };
  }

  close(): void {
    for (const id of [...this.#peers.keys()]) this.#part(id);
  }
}

function iceServer({ urls, username, credential }: IceServer): RTCIceServer {
  return { urls, ...(username && { username }), ...(credential && { credential }) };
}
