import { Pin, PinOff } from "lucide";
import { Icon } from "../parts/icon";
import { text } from "../text";

interface TileControlsProps {
  /** The tile's name. */
  readonly name: string;
  readonly pinned: boolean;
  readonly pin: (on: boolean) => void;
}

/** What can be done with one tile; seen while the pointer or the focus is on it, and always where nothing hovers. */
export function TileControls({ name, pinned, pin }: TileControlsProps) {
  return (
    <div class="nbmeet-tile-controls">
      <button
        type="button"
        class="nbmeet-tile-control"
        aria-label={text.stage.pin(name)}
        aria-pressed={pinned}
        title={text.stage.pin(name)}
        onClick={() => pin(!pinned)}
      >
        <Icon shape={pinned ? PinOff : Pin} size={16} />
      </button>
    </div>
  );
}
