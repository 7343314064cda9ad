import type { RefObject, TargetedFocusEvent } from "preact";
import { useRef, useState } from "preact/hooks";

export interface Menu {
  readonly open: boolean;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly toggle: () => void;
  /** Closes it; the focus goes back to its button. */
  readonly close: () => void;
  /** For what holds the button and the menu. */
  readonly handlers: {
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onFocusOut: (event: TargetedFocusEvent<HTMLElement>) => void;
  };
}

/** A small menu that a button opens. Escape closes it, and so does going elsewhere. */
export function useMenu(): Menu {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return {
    open,
    button,
    close,
    toggle: () => setOpen(!open),
    handlers: {
      onKeyDown: (event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation(); // one Escape closes one thing
        close();
      },
      onFocusOut: ({ currentTarget, relatedTarget }) => {
        // Without a new place the focus has not gone on: a click in Safari, or another window.
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) setOpen(false);
      },
    },
  };
}
