/** The WebSocket to the server: keeps it alive, notices when it is not, and comes back (docs/protocol.md section 4, 7). */

import { API_PREFIX, closeCodes, errors, limits, SUBPROTOCOL } from "../protocol/constants.gen";
import { parseServerMessage } from "../protocol/parse";
import type { ClientMessage, Hello, Resume, ServerMessage } from "../protocol/types.gen";
import { backoff } from "./backoff";
import type { Problem } from "./model";
import type { Timers } from "./timers";

/** What the engine needs of the browser's network. */
export interface Network {
  readonly socket: (url: string, protocol: string) => WebSocket;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Calls back when a try is likely to work: online again, visible again. Returns how to stop that. */
  readonly onWake: (listener: () => void) => () => void;
}

export interface SignalHandlers {
  /** What to say first on a new socket. */
  readonly greet: () => Hello | Resume;
  /** The highest sequence number handled. */
  readonly seq: () => number;
  readonly heard: (message: ServerMessage) => void;
  /** The socket is gone; another comes by itself. */
  readonly lost: () => void;
  /** It is gone for good; `again` when a new admission can help. */
  readonly closed: (problem: Problem, again: boolean) => void;
}

const PING = limits.PING_SECONDS * 1000;
const SILENCE = limits.PONG_SECONDS * 1000;
const RETRY = { first: 300, most: 3000 };
/** After `too_fast` the first wait is as long as this try's would be. */
const SLOWED = 3;

/** WebSocket.OPEN */
const OPEN = 1;
/** Gives up a socket that is silent. Unlike 1000 it does not tell the server that the page is gone. */
export const GIVEN_UP = 4000;

/** The error that a close code means when no `refused` came before it. */
const MEANINGS: Readonly<Record<number, keyof typeof errors>> = {
  [closeCodes.TOO_BIG]: "too_large",
  [closeCodes.BAD_MESSAGE]: "bad_message",
  [closeCodes.NO_ADMISSION]: "admission_invalid",
  [closeCodes.NOT_ALLOWED]: "removed",
  [closeCodes.MOVED]: "moved",
  [closeCodes.ENDED]: "meeting_ended",
};

export class Signal {
  readonly #url: string;
  readonly #network: Network;
  readonly #timers: Timers;
  readonly #handlers: SignalHandlers;
  #socket: WebSocket | null = null;
  #cancel: (() => void) | null = null;
  #stopWaking: (() => void) | null = null;
  #attempt = 0;
  #pause: number | null = null;
  #heardAt = 0;
  #deadline = SILENCE;
  #refused: Problem | null = null;

  /** `root` is the application's root, absolute, with a slash at its end. */
  constructor(root: string, network: Network, timers: Timers, handlers: SignalHandlers) {
    this.#url = `${root.replace(/^http/, "ws")}${API_PREFIX}/socket`;
    this.#network = network;
    this.#timers = timers;
    this.#handlers = handlers;
  }

  open(): void {
    this.#stopWaking ??= this.#network.onWake(() => this.#wake());
    this.#connect();
  }

  /** Sends now if the socket is open; what must not be lost is sent again by who said it. */
  send(message: ClientMessage): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** No more of this; nothing is called back from now on. */
  close(): void {
    this.#stopWaking?.();
    this.#stopWaking = null;
    this.#drop(closeCodes.NORMAL);
  }

  /** No more of this, but the socket stays open: whoever takes it closes it. Null when there is none. */
  handOver(): WebSocket | null {
    const socket = this.#socket;
    this.#socket = null;
    this.close();
    return socket;
  }

  #connect(): void {
    const socket = this.#network.socket(this.#url, SUBPROTOCOL);
    const mine = (run: () => void) => () => {
      if (this.#socket === socket) run();
    };
    this.#socket = socket;
    this.#refused = null;
    this.#heardAt = this.#timers.now();
    this.#deadline = SILENCE;
    socket.onopen = mine(() => this.send(this.#handlers.greet()));
    socket.onmessage = (event: MessageEvent<unknown>) => mine(() => this.#hear(event.data))();
    socket.onclose = (event) => mine(() => this.#closed(event.code))();
    this.#watch();
  }

  #hear(data: unknown): void {
    this.#heardAt = this.#timers.now();
    this.#deadline = SILENCE;
    const message = typeof data === "string" ? parseServerMessage(data) : null;
    if (message === null) {
      this.#finish({ code: "protocol_unsupported", message: errors.protocol_unsupported }, false);
      return;
    }
    if (message.type === "welcome" || message.type === "resumed" || message.type === "waiting")
      this.#attempt = 0;
    if (message.type === "refused") this.#refused = { code: message.code, message: message.message };
    if (message.type === "going_away") this.#pause = message.retry_after * 1000;
    this.#handlers.heard(message);
  }

  /**
   * Asks for a sign of life every 3 s, also while connecting; after 9 s without any the socket counts as lost.
   *
   * A page in the background can be woken once a minute only: its silence says nothing about the socket, which then
   * gets one more ping.
   */
  #watch(): void {
    const begun = this.#timers.now();
    // Not only when a ping is due, or it could be 12 s.
    const wait = Math.min(PING, Math.max(0, this.#heardAt + this.#deadline - begun));
    this.#cancel = this.#timers.after(wait, () => {
      const now = this.#timers.now();
      const asleep = now - begun - wait >= PING && this.#deadline !== PING;
      if (now - this.#heardAt >= this.#deadline) asleep ? this.#prove() : this.#retry();
      else {
        this.send({ type: "ping", seq: this.#handlers.seq() });
        this.#watch();
      }
    });
  }

  #closed(code: number): void {
    const meaning = MEANINGS[code];
    if (meaning === undefined) {
      if (code === closeCodes.TOO_FAST) this.#attempt = Math.max(this.#attempt, SLOWED);
      this.#retry();
      return;
    }
    const problem = this.#refused ?? { code: meaning, message: errors[meaning] };
    this.#finish(problem, code === closeCodes.NO_ADMISSION);
  }

  #finish(problem: Problem, again: boolean): void {
    this.close();
    this.#handlers.closed(problem, again);
  }

  #retry(): void {
    this.#drop(GIVEN_UP);
    const pause = this.#pause ?? 0;
    const wait = pause + backoff(RETRY, this.#attempt, this.#network.random());
    this.#pause = null;
    this.#attempt += 1;
    this.#cancel = this.#timers.after(wait, () => this.#connect());
    this.#handlers.lost();
  }

  /** The network or the person is back: waiting ends; an open socket has one ping's time to prove itself. */
  #wake(): void {
    if (this.#socket === null) {
      this.#cancel?.();
      this.#connect();
      return;
    }
    this.#cancel?.();
    this.#prove();
  }

  #prove(): void {
    this.#heardAt = this.#timers.now();
    this.#deadline = PING;
    this.send({ type: "ping", seq: this.#handlers.seq() });
    this.#watch();
  }

  #drop(code: number): void {
    this.#cancel?.();
    this.#cancel = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(code);
  }
}
