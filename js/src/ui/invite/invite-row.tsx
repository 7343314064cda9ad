import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Invite } from "../../protocol/types.gen";
import { Button } from "../parts/button";
import { CopyButton } from "../parts/copy-button";
import { TextField } from "../parts/field";
import { text } from "../text";

interface InviteRowProps {
  readonly invite: Invite;
  readonly name: string;
  /** Null when another page made the invite: its secret is known only there. */
  readonly link: string | null;
  readonly onRevoke: () => void;
}

/** One open invite. Its link holds a secret, so it is shown only when it cannot be copied otherwise. */
export function InviteRow({ invite, name, link, onRevoke }: InviteRowProps) {
  const words = text.invite;
  const [refusals, setRefusals] = useState(0);
  const address = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => address.current?.focus(), [refusals]); // the field selects its text when it gets the focus
  return (
    <li class="nbmeet-invite">
      <div class="nbmeet-invite-who">
        <span class="nbmeet-invite-name">{name}</span>
        <span class="nbmeet-hint">{words.until(invite.role, text.moment(invite.expires_at))}</span>
        {!link && <span class="nbmeet-hint">{words.unknownLink}</span>}
      </div>
      <div class="nbmeet-actions">
        {link && (
          <CopyButton
            label={words.copyShort}
            name={words.copy(name)}
            value={link}
            onRefused={() => setRefusals(refusals + 1)}
          />
        )}
        <Button look="quiet" name={words.revoke(name)} onClick={onRevoke}>
          {words.revokeShort}
        </Button>
      </div>
      {refusals > 0 && link && (
        <div class="nbmeet-by-hand">
          <TextField label={words.address} value={link} readOnly inputRef={address} />
          <p class="nbmeet-hint">{text.copyByHand}</p>
        </div>
      )}
    </li>
  );
}

/** A name for each invite that no other has. The list is newest first, and a name stays when a new one comes. */
export function distinctNames(invites: readonly Invite[]): string[] {
  const seen = new Map<string, number>();
  const oldestFirst = invites.toReversed().map(({ name }) => {
    const base = name || text.invite.anyone;
    const times = (seen.get(base) ?? 0) + 1;
    seen.set(base, times);
    return times === 1 ? base : `${base} ${times}`;
  });
  return oldestFirst.toReversed();
}
