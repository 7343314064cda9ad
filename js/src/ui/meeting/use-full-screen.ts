import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

export interface FullScreen {
  /** False where the browser or the frame around us does not allow it. */
  readonly possible: boolean;
  readonly on: boolean;
  readonly toggle: () => void;
}

export function useFullScreen(element: RefObject<HTMLElement | null>): FullScreen {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const update = () => setOn(element.current !== null && document.fullscreenElement === element.current);
    document.addEventListener("fullscreenchange", update);
    return () => document.removeEventListener("fullscreenchange", update);
  }, [element]);
  const toggle = () => {
    // Refused only when the browser takes the click for stale; the button is still there then.
    const change = on ? document.exitFullscreen() : element.current?.requestFullscreen();
    change?.catch(() => setOn(document.fullscreenElement === element.current));
  };
  return { possible: document.fullscreenEnabled === true, on, toggle };
}
