import { MicOff } from "lucide";
import { useState } from "preact/hooks";
import type { Voice } from "../../engine/moderation-model";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { text } from "../text";

interface ToldProps {
  readonly told: Voice["told"];
  readonly onDismissed: () => void;
}

/** Tells a person what others decided about their microphone, until it is dismissed or no news any more. */
export function Told({ told, onDismissed }: ToldProps) {
  const [dismissed, setDismissed] = useState<Voice["told"]>(null);
  if (dismissed !== null && told !== dismissed) setDismissed(null);
  if (told === null || told === dismissed) return null;
  const dismiss = () => {
    setDismissed(told);
    onDismissed();
  };
  return (
    <Alert icon={MicOff} what={text.moderation.told[told]}>
      <Button onClick={dismiss}>{text.dismiss}</Button>
    </Alert>
  );
}
