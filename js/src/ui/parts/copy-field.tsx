import { useRef, useState } from "preact/hooks";
import { text } from "../text";
import { CopyButton } from "./copy-button";
import { TextField } from "./field";

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly copyLabel: string;
}

/** A read-only text with its copy button. Where copying is refused, the text is selected and the keys are named. */
export function CopyField({ label, value, copyLabel }: CopyFieldProps) {
  const box = useRef<HTMLDivElement>(null);
  const [byHand, setByHand] = useState(false);
  const refused = () => {
    setByHand(true);
    box.current?.querySelector("input")?.focus();
  };
  return (
    <div class="nbmeet-copy" ref={box}>
      <div class="nbmeet-copy-row">
        <TextField label={label} value={value} readOnly />
        <CopyButton label={copyLabel} value={value} onRefused={refused} />
      </div>
      {byHand && (
        <p class="nbmeet-hint" aria-live="polite">
          {text.copyByHand}
        </p>
      )}
    </div>
  );
}
