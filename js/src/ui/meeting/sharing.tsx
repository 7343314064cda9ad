import { ScreenShare } from "lucide";
import type { Call, CallState } from "../../engine/model";
import { mayShare } from "../../engine/screen";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { Icon } from "../parts/icon";
import { text } from "../text";

/** What the button that shares the screen does now. */
export interface Share {
  readonly on: boolean;
  readonly asking: boolean;
  readonly toggle: () => void;
}

/** Null for whom there is no such button: the role does not allow it, or the browser cannot. */
export function shareOf({ screen }: Call, { role, screen: { stream, asking } }: CallState): Share | null {
  if (!screen.offered || !mayShare(role)) return null;
  const on = stream !== null;
  return { on, asking, toggle: () => (on ? screen.stop() : void screen.share()) };
}

interface SharingProps {
  readonly call: Call;
  readonly state: CallState;
  /** The button that was clicked goes with its notice: gives the focus a place. */
  readonly onStopped: () => void;
}

/** Says all the time that the own screen is shared, so that nobody forgets it. */
export function Sharing({ call, state, onStopped }: SharingProps) {
  const stop = () => {
    call.screen.stop();
    onStopped();
  };
  return (
    <div class="nbmeet-sharing" hidden={!state.screen.stream}>
      <Icon shape={ScreenShare} size={18} />
      {/* There before the words are: only then are they read out. */}
      <span role="status">{state.screen.stream && text.screen.sharing}</span>
      {state.screen.stream && <Button onClick={stop}>{text.screen.stop}</Button>}
    </div>
  );
}

/** Why the screen could not be shared. */
export function ScreenTrouble({ state, onDismiss }: { state: CallState; onDismiss: () => void }) {
  const { problem } = state.screen;
  if (!problem) return null;
  return (
    <Alert {...text.screen.troubles[problem]}>
      <Button onClick={onDismiss}>{text.dismiss}</Button>
    </Alert>
  );
}
