/** The connections to everybody in the meeting, by participant id. */

import type { IceServer, Signal } from "../protocol/types.gen";
import type { Link } from "./model";
import type { Numbers } from "./negotiation";
import { type LocalTracks, Peer, type PeerOptions, type Rtc } from "./peer";
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

export class Peers {
  readonly #options: PeersOptions;
  readonly #label: MediaStream;
  readonly #peers = new Map<string, Peer>();
  /** Of connections that are closed: who comes back under the same id goes on counting. */
  readonly #numbers = new Map<string, Numbers>();
  #tracks: LocalTracks = { audio: null, video: null };
  #wishFor: ((id: string) => Wish) | null = null;
  #you = "";
  #configuration: RTCConfiguration = {};

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#label = options.rtc.stream([]);
  }

  /** Connections made from now on belong to this participant and use these servers; another's own are closed. */
  introduce(you: string, iceServers: readonly IceServer[]): void {
    if (you !== this.#you) {
      // In this order: closing one keeps its numbers, and the others count from the start for a new participant.
      this.close();
      this.#numbers.clear();
    }
    this.#you = you;
    this.#configuration = { iceServers: iceServers.map(iceServer) };
  }

  meet(id: string, offer: boolean): void {
    this.part(id);
    const { rtc, timers, reachable, send, changed } = this.#options;
    const options: PeerOptions = {
      polite: this.#you < id,
      numbers: this.#numbers.get(id) ?? { sent: 0, received: 0 },
      configuration: this.#configuration,
      rtc,
      timers,
      tracks: this.#tracks,
      label: this.#label,
      reachable,
      send: (signal) => send(id, signal),
      changed: () => changed(id),
    };
    const peer = new Peer(options);
    this.#peers.set(id, peer);
    if (this.#wishFor) peer.wish(this.#wishFor(id));
    if (offer) peer.offer();
  }

  part(id: string): void {
    const peer = this.#peers.get(id);
    if (!peer) return;
    this.#numbers.set(id, peer.numbers);
    this.#peers.delete(id);
    peer.close();
    this.#options.changed(id);
  }

  receive(from: string, signal: Signal): void {
    this.#peers.get(from)?.receive(signal);
  }

  forgotten(id: string): void {
    this.#peers.get(id)?.forgotten();
  }

  /** Signals leave again. */
  reachable(): void {
    for (const peer of this.#peers.values()) peer.reachable();
  }

  send(tracks: LocalTracks): void {
    if (tracks.audio === this.#tracks.audio && tracks.video === this.#tracks.video) return;
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
  look(id: string): { readonly stream: MediaStream | null; readonly link: Link } {
    const peer = this.#peers.get(id);
    return { stream: peer?.stream ?? null, link: peer?.link ?? "waiting" };
  }

  close(): void {
    for (const id of [...this.#peers.keys()]) this.part(id);
  }
}

function iceServer({ urls, username, credential }: IceServer): RTCIceServer {
  return { urls, ...(username && { username }), ...(credential && { credential }) };
}
