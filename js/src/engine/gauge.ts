/** Looks at every connection now and then: the figures and grades of each, and of the person's own way to all. */

import { SPEECH } from "./encoding";
import { type Figures, figures, type Reading, type Row, read, together } from "./figures";
import {
  arriving,
  type Grade,
  type Grading,
  grade,
  heldBack,
  incoming,
  type Measure,
  most,
  type Own,
  outgoing,
  ungraded,
  untroubled,
} from "./grades";
import type { Link } from "./model";
import { notThin, type Thinness, thinness } from "./thinness";
import type { Timers } from "./timers";

/** Milliseconds between two looks. */
export const EVERY = 2000;
/** Looks in a row after which a grade is another. Bringing up the picture's quality takes some by itself. */
const PEER = { fall: 2, rise: 3 };
const OWN = { fall: 4, rise: 5 };

/** One connection, as far as it is looked at. */
export interface Gauged {
  readonly link: Link;
  /** What would be sent if the way bore it, bit/s. */
  readonly need: number;
  stats(): Promise<Iterable<Row>>;
  /** Told after each look: whether the way to the other side hardly bears the sound. */
  adapt(thin: boolean): void;
}

export interface Quality {
  /** How well that person is seen and heard. */
  readonly grade: Grade;
  readonly figures: Figures;
}

export interface GaugeOptions {
  readonly timers: Timers;
  readonly peers: () => Iterable<readonly [string, Gauged]>;
  /** There are new figures. */
  readonly changed: () => void;
}

interface Watched {
  readonly peer: Gauged;
  readonly reading: Reading;
  readonly grading: Grading;
  readonly thinness: Thinness;
  readonly figures: Figures | null;
}

export class Gauge {
  own: Own = untroubled;
  readonly #options: GaugeOptions;
  #watched: ReadonlyMap<string, Watched> = new Map();
  #upload = ungraded;
  #download = ungraded;
  #busy = ungraded;
  #cancel: (() => void) | null = null;
  #stopped = false;

  constructor(options: GaugeOptions) {
    this.#options = options;
  }

  /** Looks every 2 s from now on. Starting twice is once. */
  start(): void {
    if (this.#cancel || this.#stopped) return;
    this.#cancel = this.#options.timers.after(EVERY, () => void this.#turn());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#watched = new Map();
  }

  /** What goes out to everybody, and how well it gets there; null while that is not known. */
  get upload(): Quality | null {
    const all = together(this.#known());
    return all && { grade: this.own.upload, figures: all };
  }

  /** The latest about this participant; null before the second look and while the connection does not work. */
  look(id: string): Quality | null {
    const watched = this.#watched.get(id);
    if (!watched?.figures) return null;
    return { grade: watched.grading.grade, figures: watched.figures };
  }

  #known(): Figures[] {
    return [...this.#watched.values()].flatMap((one) => one.figures ?? []);
  }

  async #turn(): Promise<void> {
    const working = [...this.#options.peers()].filter(([, { link }]) => link === "connected");
    const looks = working.map(async ([id, peer]) => [id, await this.#watch(id, peer)] as const);
    const watched = await Promise.all(looks);
    if (this.#stopped) return;
    const nobody = watched.length === 0 && this.#watched.size === 0;
    this.#watched = new Map(watched.flatMap(([id, one]) => (one ? [[id, one]] : [])));
    this.#gradeOwn();
    this.#cancel = null;
    this.start();
    if (!nobody) this.#options.changed();
  }

  async #watch(id: string, peer: Gauged): Promise<Watched | null> {
    const before = this.#watched.get(id);
    // A connection that is closed meanwhile has nothing to tell.
    const report = await peer.stats().catch(() => null);
    if (!report) return null;
    const reading = read(report, this.#options.timers.now());
    if (before?.peer !== peer) return { peer, reading, grading: ungraded, thinness: notThin, figures: null };
    const latest = figures(before.reading, reading);
    // What bears the sound is wide enough for who sends nothing else.
    const now = peer.need > SPEECH ? thinness(before.thinness, latest) : notThin;
    peer.adapt(now.thin);
    const grading = grade(before.grading, incoming(latest), PEER.fall, PEER.rise);
    return { peer, reading, grading, thinness: now, figures: latest };
  }

  #gradeOwn(): void {
    const all = [...this.#watched.values()].flatMap(({ peer, figures, thinness }) =>
      figures ? [{ figures, need: peer.need, thin: thinness.thin }] : [],
    );
    const next = (before: Grading, of: (one: Figures, need: number, thin: boolean) => Measure) =>
      grade(before, most(all.map(({ figures, need, thin }) => of(figures, need, thin))), OWN.fall, OWN.rise);
    this.#upload = next(this.#upload, outgoing);
    this.#download = next(this.#download, arriving);
    this.#busy = next(this.#busy, (one) => heldBack(one, "cpu"));
    this.own = {
      upload: this.#upload.grade,
      download: this.#download.grade,
      busy: this.#busy.grade !== "good",
    };
  }
}
