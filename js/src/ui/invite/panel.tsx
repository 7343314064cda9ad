import type { Call } from "../../engine/model";
import type { Role } from "../../protocol/types.gen";
import { Panel } from "../parts/panel";
import { text } from "../text";
import { GuestInvites, mayInvite } from "./guest-invites";
import { LinkToShare } from "./link-to-share";
import { Passcode } from "./passcode";

interface InvitePanelProps {
  readonly call: Call;
  readonly role: Role;
  readonly onClose: () => void;
}

/** How other people get in. */
export function InvitePanel({ call, role, onClose }: InvitePanelProps) {
  const { passcode } = call;
  return (
    <Panel heading={text.invite.heading} onClose={onClose}>
      <p class="nbmeet-hint">{text.invite.linkHint}</p>
      <LinkToShare link={call.link} />
      {role === "host" && passcode !== null && <Passcode passcode={passcode} />}
      {mayInvite(role) && <GuestInvites call={call} role={role} />}
    </Panel>
  );
}
