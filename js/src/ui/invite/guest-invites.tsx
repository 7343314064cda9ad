import { useState } from "preact/hooks";
import type { Call } from "../../engine/model";
import type { Role } from "../../protocol/types.gen";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { Choice, type Option, TextField } from "../parts/field";
import { problemWords, text } from "../text";
import { distinctNames, InviteRow } from "./invite-row";
import { type Invites, useInvites } from "./use-invites";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Roles from which a person may give away: their own and those below, the usual one first. */
const GIVES: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  host: ["attendee", "presenter", "host", "observer"],
  presenter: ["attendee", "presenter", "observer"],
};

/** Whether a role may invite guests at all (docs/protocol.md section 3). */
export function mayInvite(role: Role): boolean {
  return GIVES[role] !== undefined;
}

interface GuestInvitesProps {
  readonly call: Call;
  readonly role: Role;
  /** Whether an invite lets in people without a login. */
  readonly strangers: boolean;
}

/** Personal links: make, copy, revoke. */
export function GuestInvites({ call, role, strangers }: GuestInvitesProps) {
  const { guests, guestsLead, personal, personalLead } = text.invite;
  const invites = useInvites(call);
  const names = distinctNames(invites.list ?? []);
  return (
    <section class="nbmeet-section">
      <h3 class="nbmeet-subheading">{strangers ? guests : personal}</h3>
      <p class="nbmeet-hint">{strangers ? guestsLead : personalLead}</p>
      <NewInvite invites={invites} roles={GIVES[role] ?? []} />
      {invites.problem && <Alert what={problemWords(invites.problem)} />}
      {invites.list?.length === 0 && <p class="nbmeet-hint">{text.invite.none}</p>}
      <ul class="nbmeet-list" aria-label={text.invite.list}>
        {invites.list?.map((invite, index) => (
          <InviteRow
            key={invite.id}
            invite={invite}
            name={names[index] ?? invite.name}
            link={call.inviteLink(invite.id)}
            onRevoke={() => invites.revoke(invite.id)}
          />
        ))}
      </ul>
    </section>
  );
}

function NewInvite({ invites, roles }: { invites: Invites; roles: readonly Role[] }) {
  const words = text.invite;
  const [role, setRole] = useState<Role>("attendee");
  const [expires, setExpires] = useState(String(DAY));
  const [name, setName] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await invites.create({ role, name: name.trim(), expiresIn: Number(expires) })) setName("");
  };
  return (
    <form class="nbmeet-new-invite" onSubmit={(event) => void submit(event)}>
      <TextField label={words.guestName} value={name} onInput={setName} />
      <div class="nbmeet-pair">
        <Choice
          label={words.role}
          value={role}
          options={roles.map((one) => ({ value: one, label: words.roles[one] }))}
          onChange={(value) => setRole(value as Role)}
        />
        <Choice label={words.expires} value={expires} options={periods()} onChange={setExpires} />
      </div>
      <Button type="submit" busy={invites.busy}>
        {words.create}
      </Button>
    </form>
  );
}

/** The server refuses more than seven days. */
function periods(): Option[] {
  const { hours, days } = text.invite;
  return [
    { value: String(HOUR), label: hours(1) },
    { value: String(8 * HOUR), label: hours(8) },
    { value: String(DAY), label: hours(24) },
    { value: String(7 * DAY), label: days(7) },
  ];
}
