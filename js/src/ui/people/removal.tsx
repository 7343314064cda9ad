import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../parts/button";
import { text } from "../text";

interface RemovalProps {
  readonly name: string;
  readonly remove: () => void;
  readonly keep: () => void;
}

/** Asks once more before somebody is removed, in the person's own row. It takes the focus; Escape keeps the person. */
export function Removal({ name, remove, keep }: RemovalProps) {
  const words = text.moderation.removal;
  const heading = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    cancel.current?.focus({ preventScroll: true }); // it would also scroll to the side while the panel slides in
    cancel.current?.scrollIntoView?.({ block: "nearest" });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // one Escape closes one thing
    keep();
  };
  return (
    <div role="alertdialog" class="nbmeet-removal" aria-labelledby={heading} onKeyDown={onKeyDown}>
      <p id={heading} class="nbmeet-removal-what">
        {words.heading(name)}
      </p>
      <p class="nbmeet-hint">{words.lead}</p>
      <div class="nbmeet-actions nbmeet-actions-end">
        <Button buttonRef={cancel} onClick={keep}>
          {text.cancel}
        </Button>
        <Button look="danger" onClick={remove}>
          {words.confirm}
        </Button>
      </div>
    </div>
  );
}
