import { X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { text } from "../text";
import { RoundButton } from "./round-button";

interface PanelProps {
  readonly heading: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Slides in beside the stage, or over it where there is no room beside. */
export function Panel({ heading, onClose, children }: PanelProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  return (
    <aside class="nbmeet-panel" aria-label={heading}>
      <header class="nbmeet-panel-head">
        <h3 class="nbmeet-subheading" ref={title} tabIndex={-1}>
          {heading}
        </h3>
        <RoundButton name={text.close} icon={X} onClick={onClose} />
      </header>
      <div class="nbmeet-panel-body">{children}</div>
    </aside>
  );
}
