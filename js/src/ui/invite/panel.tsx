import { X } from "lucide";
import { useEffect, useRef } from "preact/hooks";
import type { Call } from "../../engine/model";
import type { Role } from "../../protocol/types.gen";
import { RoundButton } from "../parts/round-button";
import { text } from "../text";
import { GuestInvites, mayInvite } from "./guest-invites";
import { LinkToShare } from "./link-to-share";
import { Passcode } from "./passcode";

interface InvitePanelProps {
  readonly call: Call;
  readonly role: Role;
  readonly onClose: () => void;
}

/** How other people get in. Slides in beside the stage, or over it where there is no room beside. */
export function InvitePanel({ call, role, onClose }: InvitePanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const { passcode } = call;
  return (
    <aside class="nbmeet-panel" aria-label={text.invite.heading}>
      <header class="nbmeet-panel-head">
        <h3 class="nbmeet-subheading" ref={heading} tabIndex={-1}>
          {text.invite.heading}
        </h3>
        <RoundButton name={text.close} icon={X} onClick={onClose} />
      </header>
      <div class="nbmeet-panel-body">
        <p class="nbmeet-hint">{text.invite.linkHint}</p>
        <LinkToShare link={call.link} />
        {role === "host" && passcode !== null && <Passcode passcode={passcode} />}
        {mayInvite(role) && <GuestInvites call={call} role={role} />}
      </div>
    </aside>
  );
}
