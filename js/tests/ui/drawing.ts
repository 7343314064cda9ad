/**
 * Preact's drawing, done by hand. By itself Preact draws in a microtask and runs effects after a frame, so what a test
 * saw hung on which timer came first; with this nothing is drawn and no effect runs but in `settle`.
 */

import { options } from "preact";

const waiting: (() => void)[] = [];
options.debounceRendering = (draw) => waiting.push(draw);
options.requestAnimationFrame = (effects) => waiting.push(effects);

/** Whether something happened since the last `settle` that has not been drawn. */
export function isUnsettled(): boolean {
  return waiting.length > 0;
}

/** Does something, and waits until everything that follows from it has been drawn. */
export async function settle(action: () => unknown = () => undefined): Promise<void> {
  await action();
  do {
    for (const work of waiting.splice(0)) work();
    // The fakes answer in microtasks: a turn of the event loop later all of them have.
    await new Promise((done) => setTimeout(done));
  } while (waiting.length > 0);
}
