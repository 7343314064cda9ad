import { type IconNode, Pin, PinOff, Spotlight } from "lucide";
import { Icon } from "../parts/icon";
import { text } from "../text";

export interface TileChoices {
  /** Large for this person. */
  readonly pinned: boolean;
  readonly pin: (on: boolean) => void;
  /** Large for everybody. Never a screen, which is large without it. */
  readonly spotlit?: boolean;
  /** Null for people who may not choose that. */
  readonly spotlight?: ((on: boolean) => void) | null;
}

/** What can be done with one tile; seen while the pointer or the focus is on it, and always where nothing hovers. */
export function TileControls(props: TileChoices & { readonly name: string }) {
  const { name, pinned, pin, spotlit = false, spotlight = null } = props;
  const words = text.stage;
  return (
    <div class="nbmeet-tile-controls">
      {spotlight && (
        <Control name={words.spotlight(name)} icon={Spotlight} pressed={spotlit} press={spotlight} />
      )}
      <Control name={words.pin(name)} icon={pinned ? PinOff : Pin} pressed={pinned} press={pin} />
    </div>
  );
}

interface ControlProps {
  readonly name: string;
  readonly icon: IconNode;
  readonly pressed: boolean;
  readonly press: (on: boolean) => void;
}

function Control({ name, icon, pressed, press }: ControlProps) {
  return (
    <button
      type="button"
      class="nbmeet-tile-control"
      aria-label={name}
      aria-pressed={pressed}
      title={name}
      onClick={() => press(!pressed)}
    >
      <Icon shape={icon} size={16} />
    </button>
  );
}
