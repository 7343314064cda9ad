/**
 * Who speaks, from how loud everybody is. Pure. Levels are linear, from 0 to 1, times in milliseconds.
 *
 * Speech has gaps: a voice counts on for as long as its last peak takes to fade. Who begins has to be clearly louder than who
 * goes on, so that nothing flickers at the edge.
 */

interface Voice {
  /** The last peak, faded since. */
  readonly level: number;
  readonly speaking: boolean;
  /** For how long it was heard since it began, without what fades. */
  readonly heard: number;
}

export interface Levels {
  readonly voices: ReadonlyMap<string, Voice>;
  readonly at: number;
  /** Of the others: who has the word, and who had it before, the latest first. */
  readonly spoken: readonly string[];
}

export const silence: Levels = { voices: new Map(), at: 0, spoken: [] };

const quiet: Voice = { level: 0, speaking: false, heard: 0 };

/** A voice begins at this level, about -32 dB, and ends below the other, about -40 dB. */
const BEGINS = 0.025;
const ENDS = 0.01;
/** In this time a peak fades to half. */
const HALF = 270;
/** Who was heard for so long has the word; a cough is no word. */
const WORD = 400;
/** Who breaks in has to be heard for so long, and be louder. */
const BREAK_IN = 1500;
/** A look that comes late stands for no more than this. */
const LOOK = 400;
/** How many are remembered. */
const REMEMBERED = 4;

/** What follows from a look at everybody in the call; whoever is missing in `samples` is not in it any more. */
export function listen(
  before: Levels,
  samples: ReadonlyMap<string, number>,
  you: string | null,
  now: number,
): Levels {
  const passed = Math.min(LOOK, now - before.at);
  const voices = new Map<string, Voice>();
  for (const [id, sample] of samples) voices.set(id, voice(before.voices.get(id), sample, passed));
  const spoken = before.spoken.filter((id) => voices.has(id));
  const next = floor(voices, spoken[0], you);
  return {
    voices,
    at: now,
    spoken: next === undefined ? spoken : [next, ...spoken.filter((id) => id !== next)].slice(0, REMEMBERED),
  };
}

/** Everybody who speaks now. */
export function speaking({ voices }: Levels): readonly string[] {
  return [...voices].filter(([, one]) => one.speaking).map(([id]) => id);
}

function voice(before: Voice | undefined, sample: number, passed: number): Voice {
  const { level: peak, speaking: spoke, heard: so } = before ?? quiet;
  const level = Math.max(sample, peak * 0.5 ** (passed / HALF));
  const speaks = level >= (spoke ? ENDS : BEGINS);
  const heard = so + (sample >= ENDS ? passed : 0);
  return { level, speaking: speaks, heard: speaks ? heard : 0 };
}

/** Who has the word; one's own voice never takes it, since nobody wants to look at themselves. */
function floor(
  voices: ReadonlyMap<string, Voice>,
  holder: string | undefined,
  you: string | null,
): string | undefined {
  const held = holder === undefined ? undefined : voices.get(holder);
  const wait = held?.speaking ? BREAK_IN : WORD;
  const louder = held?.speaking ? held.level : 0;
  const [first] = [...voices]
    .filter(([id, one]) => id !== you && id !== holder && one.speaking)
    .filter(([, one]) => one.heard >= wait && one.level > louder)
    .sort(([, one], [, other]) => other.level - one.level);
  return first?.[0] ?? holder;
}
