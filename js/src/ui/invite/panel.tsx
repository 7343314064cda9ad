import type { Call } from "../../engine/model";
import { labLinkFor } from "../../engine/root";
import type { Residence, Role } from "../../protocol/types.gen";
import { CopyField } from "../parts/copy-field";
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

/** A server that does not say what it is (docs/protocol.md section 3). */
const PLAIN: Residence = { kind: "server", guests: true };

/** Whom the link lets in, and what the others need. */
function whoComesIn({ kind, guests }: Residence): string {
  const words = text.invite;
  return kind === "users_server" && guests
    ? `${words.linkHint[kind]} ${words.otherwiseInvite}`
    : words.linkHint[kind];
}

/** The other form of the link, for people with notebooks of their own. */
function LabLink({ link }: { link: string }) {
  const words = text.invite;
  return (
    <div class="nbmeet-share">
      <CopyField label={words.labLink} value={link} copyLabel={words.copyLabLink} />
      <p class="nbmeet-hint">{words.labHint}</p>
    </div>
  );
}

/** How other people get in. */
export function InvitePanel({ call, role, onClose }: InvitePanelProps) {
  const { passcode } = call;
  const residence = call.state.meeting?.residence ?? PLAIN;
  const lab = labLinkFor(call.link, residence);
  return (
    <Panel heading={text.invite.heading} onClose={onClose}>
      <p class="nbmeet-hint">{whoComesIn(residence)}</p>
      <LinkToShare link={call.link} />
      {lab && <LabLink link={lab} />}
      {role === "host" && passcode !== null && <Passcode passcode={passcode} />}
      {mayInvite(role) && <GuestInvites call={call} role={role} strangers={residence.guests} />}
    </Panel>
  );
}
