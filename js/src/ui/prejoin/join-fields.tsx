import { Lock, RotateCw } from "lucide";
import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Problem } from "../../engine/model";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { TextField } from "../parts/field";
import { problemWords, text } from "../text";
import { ElsewhereButtons, JoinButtons } from "./join-buttons";
import type { JoinForm } from "./use-join-form";

/** What stands between a person and the meeting, as far as is known before a join. */
export interface Door {
  readonly locked: boolean;
  /** Somebody in the meeting has to let the person in. */
  readonly asks: boolean;
}

interface JoinFieldsProps {
  readonly form: JoinForm;
  readonly problem: Problem | null;
  readonly joining: boolean;
  /** A join was tried before this form was there, and may come back to it. */
  readonly tried: boolean;
  /** The person is in the meeting already, somewhere else. */
  readonly elsewhere: boolean;
  /** The browser asks for camera or microphone: one may still go on without. */
  readonly asking: boolean;
  /** False where media cannot work: there is only one way to join then. */
  readonly withMedia: boolean;
  readonly door: Door;
  /** Asks the server about the meeting again, after it did not answer. */
  readonly retry: (() => void) | null;
  readonly children: ComponentChildren;
}

/** Name, passcode and the join buttons. Enter in a field joins. */
export function JoinFields(props: JoinFieldsProps) {
  const { form, problem, joining, elsewhere, asking, withMedia, door, retry, children } = props;
  const words = text.prejoin;
  const choice = useRef<HTMLParagraphElement>(null);
  const tried = useRef(props.tried);
  const passcode = usePasscodeFocus(problem, tried);
  const join: JoinForm["submit"] = (media, ifHere) => {
    tried.current = true;
    form.submit(media, ifHere);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (joining) return;
    if (elsewhere)
      choice.current?.focus(); // Enter decides nothing here: it may be the key of the join before
    else join(withMedia);
  };
  return (
    <form class="nbmeet-form" onSubmit={submit}>
      {problem && (
        <Alert what={problemWords(problem)}>
          {retry && (
            <Button icon={RotateCw} onClick={retry}>
              {text.tryAgain}
            </Button>
          )}
        </Alert>
      )}
      {door.locked && !problem && <Alert icon={Lock} what={text.entrance.locked} />}
      <TextField
        label={words.name}
        value={form.name}
        onInput={form.setName}
        placeholder={form.nameProposed}
        readOnly={form.nameFixed}
        busy={joining}
        autoComplete="name"
      />
      {form.passcodeAsked && (
        <TextField
          label={words.passcode}
          value={form.passcode}
          onInput={form.setPasscode}
          busy={joining}
          inputRef={passcode}
          invalid={problem?.code === "passcode_mismatch"}
        />
      )}
      {children}
      {elsewhere ? (
        <ElsewhereButtons
          joining={joining}
          asking={asking}
          withMedia={withMedia}
          join={join}
          takeFocus={tried.current}
          words={choice}
        />
      ) : (
        <JoinButtons joining={joining} asking={asking} withMedia={withMedia} asks={door.asks} join={join} />
      )}
    </form>
  );
}

const WANTS_PASSCODE: ReadonlySet<string> = new Set(["passcode_required", "passcode_mismatch"]);

/** The passcode's field gets the focus when a join that was tried in this form came back for want of the right one. */
function usePasscodeFocus(
  problem: Problem | null,
  tried: RefObject<boolean>,
): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (tried.current && problem !== null && WANTS_PASSCODE.has(problem.code)) field.current?.focus();
  }, [problem]);
  return field;
}
