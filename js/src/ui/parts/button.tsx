import type { IconNode } from "lucide";
import type { ComponentChildren, Ref } from "preact";
import { Icon } from "./icon";

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  readonly look?: "primary" | "plain" | "quiet" | "danger";
  readonly type?: "button" | "submit";
  readonly icon?: IconNode;
  readonly disabled?: boolean;
  readonly busy?: boolean;
  readonly pressed?: boolean;
  /** The accessible name, where it says more than the words on the button. */
  readonly name?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button with words. `busy` and `disabled` keep it focusable, so that the keyboard does not lose its place. */
export function Button(props: ButtonProps) {
  const { children, onClick, look = "plain", type = "button", icon, disabled, busy, pressed, name } = props;
  const idle = busy || disabled;
  return (
    <button
      ref={props.buttonRef ?? null}
      type={type}
      class={`nbmeet-button nbmeet-button-${look}`}
      aria-disabled={idle || undefined}
      aria-busy={busy || undefined}
      aria-pressed={pressed}
      aria-label={name}
      onClick={(event) => {
        if (idle) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy ? <span class="nbmeet-spinner" aria-hidden="true" /> : icon && <Icon shape={icon} size={16} />}
      <span>{children}</span>
    </button>
  );
}
