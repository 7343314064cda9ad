import { DoorClosed, Lock, LockOpen, MicOff } from "lucide";
import type { Call, CallState } from "../../engine/model";
import { Button } from "../parts/button";
import { text } from "../text";

/** What concerns everybody at once: presenters may mute, hosts may also close the door. */
export function Controls({ call, state }: { readonly call: Call; readonly state: CallState }) {
  const words = text.moderation;
  const { locked = false, waiting_room: waitingRoom = false } = state.meeting ?? {};
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form
    <div role="group" class="nbmeet-people-controls" aria-label={words.controls}>
      <Button icon={MicOff} onClick={() => call.moderation.muteAll()}>
        {words.muteEveryone}
      </Button>
      {state.role === "host" && (
        <>
          <Button
            icon={locked ? Lock : LockOpen}
            pressed={locked}
            onClick={() => call.moderation.lock(!locked)}
          >
            {words.lock}
          </Button>
          <Button
            icon={DoorClosed}
            pressed={waitingRoom}
            onClick={() => call.moderation.useWaitingRoom(!waitingRoom)}
          >
            {words.waitingRoom}
          </Button>
          {locked && <p class="nbmeet-hint">{words.lockedHint}</p>}
          {waitingRoom && !locked && <p class="nbmeet-hint">{words.waitingRoomHint}</p>}
        </>
      )}
    </div>
  );
}
