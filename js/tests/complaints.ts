/** Fails a test during which the product, Preact or the DOM complained on the console: such a line is a bug that waits. */

import { afterEach, expect } from "vitest";

const complaints: unknown[][] = [];
console.error = (...words: unknown[]) => complaints.push(words);
console.warn = (...words: unknown[]) => complaints.push(words);

afterEach(() => expect(complaints.splice(0), "written to the console during this test").toEqual([]));
