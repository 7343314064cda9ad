import { Volume2 } from "lucide";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Call } from "../../engine/model";
import { RoundButton } from "../parts/round-button";
import { text } from "../text";

/** Plays the sound that waits for a click. It goes once that plays, and leaves the focus to the button after it. */
export function Hear({ call }: { readonly call: Call }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const own = button.current;
    return () => {
      const next = own?.nextElementSibling;
      if (own === document.activeElement && next instanceof HTMLElement) next.focus();
    };
  }, []);
  return (
    <RoundButton
      name={text.toolbar.hear}
      icon={Volume2}
      look="accent"
      buttonRef={button}
      onClick={() => call.hear()}
    />
  );
}
