import type { RefObject } from "preact";
import { useState } from "preact/hooks";

export type PanelName = "chat" | "people" | "invite" | "settings";

export interface Panels {
  /** There is room for one at a time. */
  readonly open: PanelName | null;
  readonly toggle: (name: PanelName) => void;
  /** Closes the open one; the focus goes back to where it was opened from. */
  readonly close: () => void;
}

/** `root` holds the panels and their buttons; the focus goes to it where the button is out of sight by now. */
export function usePanels(root: RefObject<HTMLElement | null>): Panels {
  const [open, setOpen] = useState<PanelName | null>(null);
  const close = () => {
    const button = root.current?.querySelector<HTMLElement>(`[data-panel="${open}"]`);
    setOpen(null);
    button?.focus({ preventScroll: true });
    if (document.activeElement !== button) root.current?.focus({ preventScroll: true });
  };
  return {
    open,
    close,
    toggle: (name) => (open === name ? close() : setOpen(name)),
  };
}
