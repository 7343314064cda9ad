import { useLayoutEffect, useReducer } from "preact/hooks";

interface Source<T> {
  readonly state: T;
  subscribe(listener: () => void): () => void;
}

/** The source's present state; the component is drawn again whenever the source says that something changed. */
export function useSnapshot<T>(source: Source<T>): T {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => {
    const before = source.state;
    const unsubscribe = source.subscribe(() => redraw(undefined));
    // What changed between drawing and subscribing was announced to nobody here.
    if (source.state !== before) redraw(undefined);
    return unsubscribe;
  }, [source]);
  return source.state;
}
