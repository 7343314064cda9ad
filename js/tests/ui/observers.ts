/** Sizes and scrolling, which happy-dom does not have: every element has the size that a test gives. */

import { afterEach, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

export interface Observers {
  /** Everything comes into sight, or leaves it. */
  scroll(inSight: boolean): void;
}

export function measure(size: { readonly width: number; readonly height: number }): Observers {
  const watching = new Set<IntersectionObserverCallback>();
  class Sizes {
    readonly #tell: ResizeObserverCallback;
    constructor(tell: ResizeObserverCallback) {
      this.#tell = tell;
    }
    observe(): void {
      const entry = { contentRect: size } as unknown as ResizeObserverEntry;
      this.#tell([entry], this as unknown as ResizeObserver);
    }
    disconnect(): void {}
  }
  class Sight {
    readonly #tell: IntersectionObserverCallback;
    constructor(tell: IntersectionObserverCallback) {
      this.#tell = tell;
      watching.add(tell);
    }
    observe(): void {}
    disconnect(): void {
      watching.delete(this.#tell);
    }
  }
  vi.stubGlobal("ResizeObserver", Sizes);
  vi.stubGlobal("IntersectionObserver", Sight);
  return {
    scroll(inSight) {
      const entry = { isIntersecting: inSight } as IntersectionObserverEntry;
      for (const tell of watching) tell([entry], {} as IntersectionObserver);
    },
  };
}
