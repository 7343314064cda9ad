/** The person's own screen, while it is shared: from the browser's question to the end, wherever that comes from. */

import type { Role } from "../protocol/types.gen";

/** Why a screen cannot be shared; each has its own words in the UI. */
export type ScreenProblem =
  | "policy" // the page that this one is shown in forbids it
  | "system" // the operating system forbids it to the browser
  | "none" // there is nothing that could be shared
  | "unknown";

export interface ScreenState {
  /** What is shared; null while nothing is. */
  readonly stream: MediaStream | null;
  /** True while the browser asks what to share. */
  readonly asking: boolean;
  readonly problem: ScreenProblem | null;
}

/** What the screen needs of the browser. */
export interface ScreenPort {
  /** Asks the person what to share; null where the browser cannot, as on phones. */
  readonly ask: ((wish: ScreenWish) => Promise<MediaStream>) | null;
  /** Whether the page may ask at all (Permissions Policy); true where the browser does not say. */
  readonly allows: () => boolean;
}

/** The person's screen, as the UI uses it. What comes of it is in `CallState.screen`. */
export interface Screen {
  /** Whether this browser can share at all. */
  readonly offered: boolean;
  /** Asks what to share, and shares it. Only on a click. */
  share(): Promise<void>;
  stop(): void;
  /** The person has read of the problem. */
  dismiss(): void;
}

/** W3C Screen Capture, with what browsers know beyond TypeScript's own description of it. */
export interface ScreenWish {
  readonly video: MediaTrackConstraints;
  readonly audio: MediaTrackConstraints & { readonly restrictOwnAudio: boolean };
  readonly systemAudio: "include" | "exclude";
  readonly selfBrowserSurface: "include" | "exclude";
  readonly surfaceSwitching: "include" | "exclude";
}

export const UNSHARED: ScreenState = { stream: null, asking: false, problem: null };

/** The server decides again (docs/protocol.md section 4). */
export const mayShare = (role: Role): boolean => role === "host" || role === "presenter";

const WISH: ScreenWish = {
  // Every picture is encoded once for each participant: text has to be sharp, and need not move quickly.
  video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 15, max: 30 } },
  // Music and films as they are; and without the voices of this very call, which would come back to everybody.
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, restrictOwnAudio: true },
  systemAudio: "include",
  selfBrowserSurface: "include", // the notebook that holds the meeting is what people want to show
  surfaceSwitching: "include",
};

export class OwnScreen implements Screen {
  state = UNSHARED;
  readonly #port: ScreenPort;
  readonly #changed: () => void;
  /** Counts questions and ends: an answer that comes after the end means nothing. */
  #turn = 0;

  constructor(port: ScreenPort, changed: () => void) {
    this.#port = port;
    this.#changed = changed;
  }

  get offered(): boolean {
    return this.#port.ask !== null;
  }

  async share(): Promise<void> {
    const { ask, allows } = this.#port;
    if (!ask || this.state.asking || this.state.stream) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.#show({ asking: true, problem: null });
    if (turn !== this.#turn) return; // stopped at once: the role does not allow it
    try {
      const stream = await ask(WISH);
      if (turn === this.#turn) this.#begin(stream);
      else release(stream);
    } catch (thrown) {
      if (turn === this.#turn) this.#show({ asking: false, problem: screenProblem(thrown, allows()) });
    }
  }

  stop(): void {
    const { stream, asking } = this.state;
    if (!stream && !asking) return;
    this.#turn += 1;
    if (stream) release(stream);
    this.#show({ stream: null, asking: false });
  }

  dismiss(): void {
    this.#show({ problem: null });
  }

  #begin(stream: MediaStream): void {
    const [picture] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    if (sound) sound.contentHint = "music";
    if (picture) picture.contentHint = "detail";
    // The browser has a bar of its own with a button that stops it.
    picture?.addEventListener("ended", () => this.state.stream === stream && this.stop());
    this.#show({ stream, asking: false });
  }

  #show(change: Partial<ScreenState>): void {
    this.state = { ...this.state, ...change };
    this.#changed();
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** What a refused question means; null for a person who has closed it. */
export function screenProblem(thrown: unknown, allowed: boolean): ScreenProblem | null {
  const { name = "", message = "" } = thrown instanceof Error ? thrown : {};
  if (!allowed) return "policy";
  // The one sign that it was not the person (Chromium on macOS).
  if (name === "NotAllowedError") return /by system/.test(message) ? "system" : null;
  if (name === "SecurityError") return "policy";
  return name === "NotFoundError" || name === "NotReadableError" ? "none" : "unknown";
}
