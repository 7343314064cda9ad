import type { Connection } from "../../engine/model";
import { text } from "../text";

/** How the connection to the meeting is: a word, and a dot for the eye. */
export function Status({ connection }: { connection: Connection }) {
  return (
    <output class={`nbmeet-status nbmeet-status-${connection}`} aria-label={text.connection.name}>
      {text.connection[connection]}
    </output>
  );
}
