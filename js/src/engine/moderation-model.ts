/** What hosts and presenters can do about the others, and what is done about oneself, as a view shows it. */

import type { Participant, ServerMessage } from "../protocol/types.gen";

/** Whether others decided that a person is not heard: not at all, until the microphone goes on again, until released. */
export type Silence = Participant["silence"];

/** Someone who waits to be let in. Once in, the participant has the same id. */
export type Knocker = Extract<ServerMessage, { type: "knock" }>["person"];

/** What others decided about the own microphone. */
export interface Voice {
  readonly silence: Silence;
  /**
   * What the person should be told about it: the microphone was switched off from elsewhere, it stays off for now, it
   * may go on again. Null once that is no news any more.
   */
  readonly told: "muted" | "held" | "released" | null;
}

/** The role that a host can give to somebody else; to make someone host is to hand over. */
export type GivenRole = Exclude<Participant["role"], "host">;

/**
 * Each goes to the server, which decides (docs/protocol.md section 4); what it declines becomes the call's `problem`.
 * `id` is a participant's, with `admit` and `deny` that of someone who waits.
 */
export interface Moderation {
  mute(id: string): void;
  /** Everybody but the own person and the hosts. */
  muteAll(): void;
  /** While on, the person cannot switch the microphone on. */
  hold(id: string, on: boolean): void;
  /** For good: the person cannot come back. */
  remove(id: string): void;
  setRole(id: string, role: GivenRole): void;
  /** That person becomes host, and this one a presenter. */
  handOver(id: string): void;
  lock(on: boolean): void;
  /** Shows this participant large to everybody; null shows all alike again. */
  spotlight(id: string | null): void;
  useWaitingRoom(on: boolean): void;
  admit(id: string): void;
  deny(id: string): void;
}
