import { useState } from "preact/hooks";
import type { Problem, Server } from "../engine/model";
import { limits } from "../protocol/constants.gen";
import type { Created } from "../protocol/types.gen";
import { Alert } from "./parts/alert";
import { Button } from "./parts/button";
import { TextField } from "./parts/field";
import { problemWords, text } from "./text";

/** Why nothing was made: what is wrong with the form, or what the server said. */
type Complaint = "titleMissing" | "titleTooLong" | "passcodeTooLong" | Problem;

interface CreateProps {
  readonly server: Server;
  readonly onCreated: (created: Created, passcode: string) => void;
}

/** The page without a meeting: makes one. */
export function Create({ server, onCreated }: CreateProps) {
  const words = text.create;
  const [title, setTitle] = useState("");
  const [passcode, setPasscode] = useState("");
  const [complaint, setComplaint] = useState<Complaint | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = check(title.trim(), passcode);
    setComplaint(wrong);
    if (wrong || busy) return;
    setBusy(true);
    server.create({ title: title.trim(), ...(passcode ? { passcode } : {}) }).then(
      (created) => onCreated(created, passcode),
      (reason: Problem) => {
        setBusy(false);
        setComplaint(reason);
      },
    );
  };
  return (
    <form class="nbmeet-center nbmeet-form" onSubmit={submit}>
      <header>
        <h1 class="nbmeet-heading">{words.heading}</h1>
        <p class="nbmeet-facts">{words.lead}</p>
      </header>
      {complaint && <Alert what={complaintWords(complaint)} />}
      <TextField label={words.title} value={title} onInput={setTitle} invalid={complaint !== null} />
      <TextField label={words.passcode} value={passcode} onInput={setPasscode} />
      <p class="nbmeet-hint">{words.passcodeHint}</p>
      <Button look="primary" type="submit" busy={busy}>
        {words.submit}
      </Button>
    </form>
  );
}

/** What is wrong with the form, or null. Lengths are counted in code points, as the server does. */
function check(title: string, passcode: string): Complaint | null {
  if (title === "") return "titleMissing";
  if ([...title].length > limits.TITLE_CHARS) return "titleTooLong";
  if ([...passcode].length > limits.PASSCODE_CHARS) return "passcodeTooLong";
  return null;
}

function complaintWords(complaint: Complaint): string {
  const words = text.create;
  if (complaint === "titleMissing") return words.titleMissing;
  if (complaint === "titleTooLong") return words.titleTooLong(limits.TITLE_CHARS);
  if (complaint === "passcodeTooLong") return words.passcodeTooLong(limits.PASSCODE_CHARS);
  return problemWords(complaint);
}
