/** What a stay in the meeting is made with, and whom it tells. */

import type { Over, Problem } from "./model";
import type { Rtc } from "./peer";
import type { ScreenPort } from "./screen";
import type { Seen } from "./seen";
import type { Network } from "./signal";
import type { Timers } from "./timers";

/** What a call needs of the browser beside devices, storage and REST. */
export interface Browser {
  readonly rtc: Rtc;
  readonly network: Network;
  readonly timers: Timers;
  readonly audio: () => HTMLAudioElement;
  readonly screen: ScreenPort;
}

export interface ParticipationOptions {
  readonly root: string;
  readonly browser: Browser;
  /** Plays nothing before `hear()`. */
  readonly silent: boolean;
  /** What the views show of whom: of the rest nothing need be sent. */
  readonly seen: Seen;
  /** A new admission; rejects with a Problem. */
  readonly admit: () => Promise<string>;
  /** In, for the first time or again. */
  readonly entered: () => void;
  /** Something that can be seen is another. */
  readonly changed: () => void;
  /** The server refused what the person's devices do. */
  readonly refused: (problem: Problem) => void;
  /** The server refused the person's screen. */
  readonly unshared: (problem: Problem) => void;
  /** The server did not do what the person asked for about others. */
  readonly declined: (problem: Problem) => void;
  /** The server did not take the host key. */
  readonly unclaimed: () => void;
  /** It is over, and nothing is called back after it. `problem` is null when `over` says it all. */
  readonly over: (over: Over, problem: Problem | null) => void;
}

/** What the person's devices do. */
export interface Media {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
}

export const sameMedia = (one: Media, other: Media) =>
  one.microphone === other.microphone && one.camera === other.camera && one.screen === other.screen;
