import type { Call } from "../engine/model";
import { CallScreen } from "./call-screen";
import type { Home } from "./home";
import { DeadEnd } from "./prejoin/dead-end";

interface CellProps {
  /** Null when the saved model names no meeting. */
  readonly call: Call | null;
  readonly home: Home;
}

/** A meeting in a notebook cell. */
export function Cell({ call, home }: CellProps) {
  if (call) return <CallScreen call={call} home={home} />;
  return (
    <div class="nbmeet-card">
      <DeadEnd home={home} problem={{ code: "bad_id", message: "" }} tryAgain={null} />
    </div>
  );
}
