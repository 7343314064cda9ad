import { useEffect, useRef, useState } from "preact/hooks";
import { diagnostics } from "../../engine/diagnostics";
import type { CallState, DeviceState } from "../../engine/model";
import { CopyButton } from "../parts/copy-button";
import { text } from "../text";

interface CopyDiagnosticsProps {
  readonly state: CallState;
  readonly device: DeviceState;
}

/** Copies a report for someone who helps. Where copying is refused, it is shown and selected. */
export function CopyDiagnostics({ state, device }: CopyDiagnosticsProps) {
  const [byHand, setByHand] = useState<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const report = diagnostics(state, device, {
    agent: navigator.userAgent,
    secure: window.isSecureContext,
    at: Date.now() / 1000,
  });
  useEffect(() => box.current?.select(), [byHand]);
  return (
    <>
      <div class="nbmeet-actions">
        <CopyButton
          label={text.settings.copyDiagnostics}
          value={report}
          onRefused={() => setByHand(report)}
        />
      </div>
      {byHand !== null && (
        <>
          <textarea
            ref={box}
            class="nbmeet-input nbmeet-report"
            aria-label={text.settings.diagnostics}
            value={byHand}
            readOnly
            rows={8}
          />
          <p class="nbmeet-hint" aria-live="polite">
            {text.copyByHand}
          </p>
        </>
      )}
    </>
  );
}
