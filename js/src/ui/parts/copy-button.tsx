import { Check, Copy } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { text } from "../text";
import { Button, type ButtonProps } from "./button";
import { copyText } from "./copy";

interface CopyButtonProps {
  readonly label: string;
  /** The accessible name, where the label is too short to be one. */
  readonly name?: string;
  readonly value: string;
  readonly look?: NonNullable<ButtonProps["look"]>;
  /** Copying was refused: show the text, so that it can be copied by hand. */
  readonly onRefused: () => void;
}

const SHOWN_MS = 2000;

/** Copies on a click, and says so for two seconds. */
export function CopyButton({ label, name, value, look = "plain", onRefused }: CopyButtonProps) {
  const [copied, setCopied] = useState(0);
  useEffect(() => {
    if (copied === 0) return;
    const timer = setTimeout(() => setCopied(0), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (await copyText(value)) setCopied((count) => count + 1);
    else onRefused();
  };
  return (
    <>
      <Button look={look} icon={copied ? Check : Copy} onClick={copy} {...(name ? { name } : {})}>
        {label}
      </Button>
      <span class="nbmeet-unseen" aria-live="polite">
        {copied ? text.copied : ""}
      </span>
    </>
  );
}
