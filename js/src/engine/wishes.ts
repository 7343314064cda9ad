/** The two sides of a connection tell each other what they show, over a data channel of it. */

import { readWish, type Wish, writeWish } from "./wish";

/** Both sides make it by themselves, so that it stands in the first offer and needs no other. */
const CHANNEL = { negotiated: true, id: 0 } as const;

export class Wishes {
  /** What the other side wants of this one; null until it has said. */
  heard: Wish | null = null;
  readonly #channel: RTCDataChannel;
  #wish: Wish | null = null;
  /** Whether it is meant also that nothing is wanted. */
  #sure = false;
  #told = "";

  /** `changed` when `heard` is another. */
  constructor(connection: RTCPeerConnection, changed: () => void) {
    this.#channel = connection.createDataChannel("wishes", CHANNEL);
    this.#channel.onopen = () => this.#tell();
    this.#channel.onmessage = ({ data }) => {
      const wish = readWish(data);
      if (!wish) return;
      this.heard = wish;
      changed();
    };
  }

  /**
   * Says what this side shows of the other, now or as soon as it can be said. That it is nothing at all is said at first
   * only once `insist` was called: who has just come has no tile yet, and would be paused for a moment.
   */
  say(wish: Wish): void {
    this.#wish = wish;
    this.#tell();
  }

  insist(): void {
    this.#sure = true;
    this.#tell();
  }

  close(): void {
    this.#channel.onopen = null;
    this.#channel.onmessage = null;
  }

  #tell(): void {
    if (!this.#wish || this.#channel.readyState !== "open") return;
    const { camera, screen } = this.#wish;
    if (!this.#sure && !camera && !screen) return;
    this.#sure = true;
    const words = writeWish(this.#wish);
    if (words === this.#told) return;
    this.#told = words;
    this.#channel.send(words);
  }
}
