import type { IconNode } from "lucide";
import type { Ref } from "preact";
import { Icon } from "./icon";

export interface RoundButtonProps {
  readonly name: string;
  readonly icon: IconNode;
  readonly onClick: () => void;
  /** What the tooltip says; the name unless given. */
  readonly tip?: string;
  /** Toggles only. An `off` look belongs to a device that is switched off. */
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly look?: "off" | "leave" | "danger" | "plain" | "accent" | "toggle";
  /** How much there is to see behind it, and the same in words. */
  readonly badge?: { readonly count: number; readonly words: string };
  readonly busy?: boolean;
  /** The panel that it opens. */
  readonly panel?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A 40 px round button with an icon and a tooltip. Inside the `More` menu its name stands beside the icon. */
export function RoundButton(props: RoundButtonProps) {
  const { name, icon, onClick, tip = name, pressed, expanded, look = "plain", busy, badge } = props;
  return (
    <button
      ref={props.buttonRef ?? null}
      type="button"
      class={`nbmeet-round nbmeet-round-${look}`}
      aria-label={name}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-busy={busy || undefined}
      data-panel={props.panel}
      aria-description={badge?.words}
      onClick={onClick}
    >
      <Icon shape={icon} />
      {badge && (
        // Drawn by the style sheet: a button has to be called what stands on it, and a count is no part of a name.
        <span class="nbmeet-badge" data-count={badge.count > 99 ? "99+" : badge.count} />
      )}
      <span class="nbmeet-round-words" aria-hidden="true">
        {name}
      </span>
      <span class="nbmeet-tip" aria-hidden="true">
        {tip}
      </span>
    </button>
  );
}
