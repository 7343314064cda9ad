import type { Call } from "../../engine/model";
import type { Knocker } from "../../engine/moderation-model";
import { Button } from "../parts/button";
import { text } from "../text";

interface WaitingProps {
  readonly call: Call;
  readonly waiting: readonly Knocker[];
}

/** Who waits to be let in, the earliest first. */
export function Waiting({ call, waiting }: WaitingProps) {
  const words = text.moderation;
  return (
    <section class="nbmeet-section nbmeet-waiting">
      <h4 class="nbmeet-subheading">{words.waiting}</h4>
      <ul class="nbmeet-people" aria-label={words.waiting}>
        {waiting.map(({ id, name, guest, since }) => (
          <li key={id} class="nbmeet-person">
            <span class="nbmeet-person-who">
              <span class="nbmeet-person-name">{name}</span>
              <span class="nbmeet-hint">
                {[...(guest ? [text.meeting.guest] : []), words.since(text.clock(since))].join(" · ")}
              </span>
            </span>
            <span class="nbmeet-actions">
              <Button look="primary" name={words.admit(name)} onClick={() => call.moderation.admit(id)}>
                {words.admitShort}
              </Button>
              <Button name={words.deny(name)} onClick={() => call.moderation.deny(id)}>
                {words.denyShort}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
