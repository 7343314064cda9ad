import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Call, Tile } from "../../engine/model";
import type { Sight } from "../../engine/seen";
import type { Size } from "./layout";
import type { Placed } from "./plan";

/** Whether something of the element is on the screen. */
export function useOnScreen(element: RefObject<HTMLElement | null>): boolean {
  const [onScreen, setOnScreen] = useState(true);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((entries) => {
      setOnScreen(entries.at(-1)?.isIntersecting ?? true);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return onScreen;
}

/** Whether something of the element can be seen: it is on the screen, and so is the page. */
export function useInSight(element: RefObject<HTMLElement | null>): boolean {
  const onScreen = useOnScreen(element);
  const [awake, setAwake] = useState(document.visibilityState === "visible");
  useEffect(() => {
    const look = () => setAwake(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return onScreen && awake;
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
    .map(({ tile, box }) => sightOf(tile, box));
}

/** A tile at this size in CSS pixels. */
export function sightOf({ participant, source }: Tile, { width, height }: Size): Sight {
  return {
    id: participant.id,
    source,
    width: width * devicePixelRatio,
    height: height * devicePixelRatio,
  };
}
