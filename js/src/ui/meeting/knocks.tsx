import { DoorOpen } from "lucide";
import { useState } from "preact/hooks";
import type { Knocker } from "../../engine/moderation-model";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { text } from "../text";
import { knockWords } from "./knock-words";

interface KnocksProps {
  readonly waiting: readonly Knocker[];
  /** Opens the list of who waits. */
  readonly show: () => void;
  readonly onDismissed: () => void;
}

/** Says that somebody waits to be let in. Dismissed, it comes back with the next one. */
export function Knocks({ waiting, show, onDismissed }: KnocksProps) {
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  if (waiting.every(({ id }) => dismissed.has(id))) return null;
  const dismiss = () => {
    setDismissed(new Set(waiting.map(({ id }) => id)));
    onDismissed();
  };
  return (
    <Alert icon={DoorOpen} what={knockWords(waiting)}>
      <Button look="primary" onClick={show}>
        {text.moderation.showWaiting}
      </Button>
      <Button onClick={dismiss}>{text.dismiss}</Button>
    </Alert>
  );
}
