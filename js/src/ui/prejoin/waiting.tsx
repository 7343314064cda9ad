import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../parts/button";
import { text } from "../text";

/**
 * The person waits to be let in, and need do nothing. The button that was clicked is gone: the heading has its focus,
 * and gives it on to the screen's when this goes, too.
 */
export function Waiting({ cancel }: { readonly cancel: () => void }) {
  const words = text.entrance;
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const own = heading.current;
    own?.focus({ preventScroll: true });
    const screen = own?.closest(".nbmeet-lobby");
    const lead = screen?.querySelector("h2");
    return () => {
      if (screen?.contains(document.activeElement)) lead?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div class="nbmeet-form nbmeet-waits">
      <h3 class="nbmeet-subheading" ref={heading} tabIndex={-1}>
        <span class="nbmeet-spinner" aria-hidden="true" />
        {words.waiting}
      </h3>
      <p role="status">{words.told}</p>
      <p class="nbmeet-hint">{words.stay}</p>
      <div class="nbmeet-actions">
        <Button onClick={cancel}>{text.cancel}</Button>
      </div>
    </div>
  );
}
