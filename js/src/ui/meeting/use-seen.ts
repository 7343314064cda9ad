import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Call } from "../../engine/model";
import type { Sight } from "../../engine/seen";
import type { Placed } from "./plan";

/** Whether something of the element can be seen: it is on the screen, and so is the page. */
export function useInSight(element: RefObject<HTMLElement | null>): boolean {
  const [inSight, setInSight] = useState(true);
  const [awake, setAwake] = useState(document.visibilityState === "visible");
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((entries) => {
      setInSight(entries.at(-1)?.isIntersecting ?? true);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  useEffect(() => {
    const look = () => setAwake(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return inSight && awake;
}

/** Tells the call which of the others' tiles are seen here, and how large. */
export function useSeen(call: Call, sights: readonly Sight[]): void {
  const view = useRef({});
  useEffect(() => call.seen.show(view.current, sights));
  useEffect(() => () => call.seen.show(view.current, []), [call]);
}

/** What is seen of the others while these tiles are drawn. */
export function sightsOf(placed: readonly Placed[]): readonly Sight[] {
  return placed
    .filter(({ tile, box }) => !tile.you && box.width > 0)
    .map(({ tile: { participant, source }, box }) => ({
      id: participant.id,
      source,
      width: box.width * devicePixelRatio,
      height: box.height * devicePixelRatio,
    }));
}
