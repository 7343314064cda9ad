/** How long to wait before the next try. Pure: the random number is given. */

export interface Backoff {
  /** Of the first wait, milliseconds. */
  readonly first: number;
  /** No wait is longer, milliseconds. */
  readonly most: number;
}

/**
 * Milliseconds to wait before try number `attempt` (from 0): doubling, with full jitter in the upper half, so that
 * many clients of one server do not come back at once.
 *
 * `random` is between 0 and 1.
 */
export function backoff({ first, most }: Backoff, attempt: number, random: number): number {
  const wait = Math.min(most, first * 2 ** Math.min(attempt, 30));
  return wait / 2 + (wait / 2) * random;
}
