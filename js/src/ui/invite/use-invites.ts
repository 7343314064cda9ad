import { useCallback, useEffect, useState } from "preact/hooks";
import type { Call, Problem } from "../../engine/model";
import type { Invite, Role } from "../../protocol/types.gen";

export interface InviteWish {
  readonly role: Role;
  /** "" leaves the name to the guest. */
  readonly name: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface Invites {
  readonly list: readonly Invite[] | null;
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly create: (wish: InviteWish) => Promise<boolean>;
  readonly revoke: (id: string) => void;
}

/** An invite is a personal link, as the server makes them unless told otherwise. */
const USES = 1;

/** The meeting's open invites. Every change is followed by a fresh list from the server. */
export function useInvites(call: Call): Invites {
  const [list, setList] = useState<readonly Invite[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const act = useCallback(
    async (change: () => Promise<unknown>): Promise<boolean> => {
      setBusy(true);
      try {
        await change();
        setList(await call.listInvites());
        setProblem(null);
        return true;
      } catch (reason) {
        setProblem(reason as Problem); // model.ts: rejects with a Problem
        return false;
      } finally {
        setBusy(false);
      }
    },
    [call],
  );
  useEffect(() => void act(async () => undefined), [act]);
  return {
    list,
    problem,
    busy,
    create: (wish) => act(() => call.createInvite({ ...wish, uses: USES })),
    revoke: (id) => void act(() => call.revokeInvite(id)),
  };
}
