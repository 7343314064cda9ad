import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Call, Problem } from "../../engine/model";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { useSnapshot } from "../parts/use-snapshot";
import { problemWords, text } from "../text";

interface EndDialogProps {
  readonly call: Call;
  /** How many people are in the call beside this person. */
  readonly others: number;
  readonly onClose: () => void;
}

/** Asks once more before a meeting ends for everyone. A native modal dialog: focus stays inside, Escape closes. */
export function EndDialog({ call, others, onClose }: EndDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [ending, setEnding] = useState(false);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const connected = useSnapshot(call).connection === "connected";
  // Closed before it is taken away: only then the browser gives the focus back to where it was.
  const cancel = () => dialog.current?.close();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") event.stopPropagation(); // closes the dialog and nothing behind it
  };
  const end = () => {
    setEnding(true);
    call.end().then(onClose, (reason: Problem) => {
      setProblem(reason);
      setEnding(false);
    });
  };
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      class="nbmeet-dialog"
      aria-label={text.end.heading}
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <h2 class="nbmeet-heading">{text.end.heading}</h2>
      <p>{text.end.lead(others)}</p>
      {!connected && <p class="nbmeet-hint">{text.end.notConnected}</p>}
      {problem && <Alert what={problemWords(problem)} />}
      <div class="nbmeet-actions nbmeet-actions-end">
        <Button onClick={cancel}>{text.cancel}</Button>
        <Button look="danger" busy={ending} disabled={!connected} onClick={end}>
          {text.toolbar.end}
        </Button>
      </div>
    </dialog>
  );
}
