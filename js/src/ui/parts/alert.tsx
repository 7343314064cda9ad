import { type IconNode, TriangleAlert } from "lucide";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

interface AlertProps {
  readonly what: string;
  readonly cure?: string;
  /** Where nothing is wrong: what it is about. */
  readonly icon?: IconNode;
  /** It can wait until a screen reader has finished what it says. */
  readonly patient?: boolean;
  /** Buttons that do what the cure says. */
  readonly children?: ComponentChildren;
}

/** Something went wrong, or needs an answer: what happened, and what to do. Read out by screen readers. */
export function Alert({ what, cure, icon, patient, children }: AlertProps) {
  return (
    <div class={icon ? "nbmeet-alert nbmeet-alert-calm" : "nbmeet-alert"}>
      <Icon shape={icon ?? TriangleAlert} size={18} />
      <div class="nbmeet-alert-body">
        <div role={patient ? "status" : "alert"}>
          <p class="nbmeet-alert-what">{what}</p>
          {cure && <p class="nbmeet-alert-cure">{cure}</p>}
        </div>
        {children && <div class="nbmeet-actions">{children}</div>}
      </div>
    </div>
  );
}
