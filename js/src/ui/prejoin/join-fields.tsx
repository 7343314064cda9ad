import { RotateCw } from "lucide";
import type { ComponentChildren } from "preact";
import type { Problem } from "../../engine/model";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { TextField } from "../parts/field";
import { problemWords, text } from "../text";
import type { JoinForm } from "./use-join-form";

interface JoinFieldsProps {
  readonly form: JoinForm;
  readonly problem: Problem | null;
  readonly joining: boolean;
  /** False where media cannot work: there is only one way to join then. */
  readonly withMedia: boolean;
  /** Asks the server about the meeting again, after it did not answer. */
  readonly retry: (() => void) | null;
  readonly children: ComponentChildren;
}

/** Name, passcode and the join buttons. Enter in a field joins. */
export function JoinFields({ form, problem, joining, withMedia, retry, children }: JoinFieldsProps) {
  const words = text.prejoin;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!joining) form.submit(withMedia);
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
      <TextField
        label={words.name}
        value={form.name}
        onInput={form.setName}
        placeholder={form.nameProposed}
        readOnly={form.nameFixed}
        disabled={joining}
        autoComplete="name"
      />
      {form.passcodeAsked && (
        <TextField
          label={words.passcode}
          value={form.passcode}
          onInput={form.setPasscode}
          disabled={joining}
          invalid={problem?.code === "passcode_mismatch"}
        />
      )}
      {children}
      <div class="nbmeet-join">
        {withMedia && (
          <Button look="primary" type="submit" busy={joining}>
            {words.join}
          </Button>
        )}
        <Button look={withMedia ? "quiet" : "primary"} disabled={joining} onClick={() => form.submit(false)}>
          {words.joinWithout}
        </Button>
      </div>
    </form>
  );
}
