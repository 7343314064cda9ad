/** The engine's network, with sockets of which a test is the server. */

import type { Network } from "../../src/engine/signal";
import type { ClientMessage, ServerMessage } from "../../src/protocol/types.gen";

/** A WebSocket of which the test is the server. */
export class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readyState = 0;
  readonly sent: ClientMessage[] = [];
  closedWith: number | null = null;
  readonly url: string;
  readonly protocol: string;

  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
  }

  send(text: string) {
    if (this.readyState !== 1) throw new Error("InvalidStateError");
    this.sent.push(JSON.parse(text));
  }

  close(code: number) {
    this.readyState = 3;
    this.closedWith ??= code;
  }

  // --- what the server does ---

  accept() {
    this.readyState = 1;
    this.onopen?.();
  }

  say(message: ServerMessage) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  hangUp(code: number) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  /** What was sent with this type. */
  of<T extends ClientMessage["type"]>(type: T): Extract<ClientMessage, { type: T }>[] {
    return this.sent.filter((each): each is Extract<ClientMessage, { type: T }> => each.type === type);
  }
}

export class FakeNetwork implements Network {
  readonly sockets: FakeSocket[] = [];
  #listeners = new Set<() => void>();

  socket = (url: string, protocol: string) => {
    const socket = new FakeSocket(url, protocol);
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  };

  random = () => 1;

  onWake = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  wake() {
    for (const listener of this.#listeners) listener();
  }

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }
}
