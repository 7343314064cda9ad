/** A meeting server for one meeting inside one browser: what its sockets hear goes from page to page of an origin. */

import type { ClientMessage, Participant, ServerMessage } from "../../src/protocol/types.gen";
import { welcome } from "../engine/make";
import { id, person } from "../fakes/people";

/** What pages tell each other. */
type Word =
  | { readonly type: "in"; readonly who: Participant }
  | { readonly type: "here"; readonly who: Participant }
  | { readonly type: "changed"; readonly who: Participant }
  | { readonly type: "out"; readonly id: string }
  | { readonly type: "ticket"; readonly to: string; readonly message: Omit<Ticket, "seq"> };
type Ticket = Extract<ServerMessage, { type: "ticket" }>;
/** Without the number: the socket counts. */
type Said<M = ServerMessage> = M extends { seq: number } ? Omit<M, "seq"> : M;

/** How long somebody who is in may take to say so, milliseconds. */
const ALONE = 200;

/** As much of a WebSocket as the engine uses. One other person at most; `name` is the person here. */
export class InProcessSocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly #channel = new BroadcastChannel("a meeting");
  #you: Participant;
  #seq = 0;
  #alone: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, visit: number) {
    this.#you = person(name, { id: id(`${name}${visit}`) });
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    queueMicrotask(() => {
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(text: string): void {
    const message: ClientMessage = JSON.parse(text);
    switch (message.type) {
      case "hello":
        this.#alone = setTimeout(() => this.#welcome([]), ALONE);
        this.#tell({ type: "in", who: this.#you });
        break;
      case "ticket": {
        const { to, signal } = message;
        this.#tell({ type: "ticket", to, message: { type: "ticket", from: this.#you.id, signal } });
        break;
      }
      case "state":
        this.#you = { ...this.#you, camera: message.camera, microphone: message.microphone };
        this.#tell({ type: "changed", who: this.#you });
        break;
      case "leave":
        this.#tell({ type: "out", id: this.#you.id });
        this.close();
        this.onclose?.({ code: 1000 });
        break;
      case "ping":
        this.#say({ type: "pong", ack: 0 });
    }
  }

  close(): void {
    this.readyState = 3;
    clearTimeout(this.#alone);
    this.#channel.close();
  }

  #welcome(others: Participant[]): void {
    clearTimeout(this.#alone);
    this.#seq = 1;
    const { id: you, name } = this.#you;
    const message = welcome(name, others, { you, participants: [...others, this.#you] });
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  #heard(word: Word): void {
    switch (word.type) {
      case "in":
        if (this.#seq === 0) return;
        this.#tell({ type: "here", who: this.#you });
        this.#say({ type: "joined", participant: word.who });
        break;
      case "here":
        if (this.#seq === 0) this.#welcome([word.who]);
        break;
      case "changed":
        this.#say({ type: "updated", participant: word.who });
        break;
      case "out":
        this.#say({ type: "left", id: word.id, reason: "left" });
        break;
      case "ticket":
        if (word.to === this.#you.id) this.#say(word.message);
    }
  }

  #tell(word: Word): void {
    this.#channel.postMessage(word);
  }

  #say(said: Said): void {
    const message = said.type === "pong" ? said : { ...said, seq: ++this.#seq };
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}
