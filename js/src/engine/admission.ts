/** Asking to be let in, with everything this page knows; what proves stale is left out and asked for again. */

import type { RequestAdmission } from "../protocol/types.gen";
import { type Api, isProblem } from "./api";
import type { Credentials, JoinRequest } from "./model";

/** Problems that say that something brought along is of no use any more, and what that is. */
const STALE: Readonly<Record<string, "hostKey" | "passcode">> = {
  host_key_invalid: "hostKey",
  passcode_mismatch: "passcode",
};

export interface Entry {
  readonly name: string;
  /** As typed by the person; is asked for again by the person, too, when it is wrong. */
  readonly passcode?: string;
  readonly resume: string | null;
  readonly ifHere: NonNullable<RequestAdmission["if_here"]>;
}

export interface Admitted {
  readonly admission: string;
  /** What was of no use. */
  readonly stale: Stale;
}

type Stale = Readonly<Pick<Credentials, "hostKey" | "passcode">>;

/** Rejects with a Problem. */
export async function admit(
  api: Api,
  meetingId: string,
  entry: Entry,
  credentials: Credentials,
  stale: Stale = {},
): Promise<Admitted> {
  const good = without(credentials, stale);
  try {
    const { admission } = await api.admit(meetingId, request(entry, good));
    return { admission, stale };
  } catch (thrown) {
    const which = isProblem(thrown) ? STALE[thrown.code] : undefined;
    const typed = which === "passcode" && entry.passcode !== undefined;
    if (!which || typed || good[which] === undefined) throw thrown;
    return admit(api, meetingId, entry, credentials, { ...stale, [which]: good[which] });
  }
}

/** Credentials, as they are by now, but for what proved stale: the kernel may bring more while the server is asked. */
export function without({ hostKey, passcode, ...rest }: Credentials, stale: Stale): Credentials {
  return {
    ...rest,
    ...(hostKey !== undefined && hostKey !== stale.hostKey && { hostKey }),
    ...(passcode !== undefined && passcode !== stale.passcode && { passcode }),
  };
}

/** A participation that the server gave up is taken up again: who was in needs nothing but the token. Rejects with a Problem. */
export async function readmit(
  api: Api,
  meetingId: string,
  {
    name,
    resume,
    ifHere,
  }: Pick<Entry, "name" | "resume"> & { readonly ifHere: JoinRequest["ifHere"] | undefined },
  { invite }: Credentials,
): Promise<string> {
  // If the call went on elsewhere meanwhile, it stays there.
  const entry = { name, resume, ifHere: ifHere === "join" ? "join" : "ask" } as const;
  return (await admit(api, meetingId, entry, invite ? { invite } : {})).admission;
}

function request(entry: Entry, { passcode, invite, hostKey }: Credentials): RequestAdmission {
  const given = entry.passcode ?? passcode;
  return {
    name: entry.name,
    kind: "browser",
    if_here: entry.ifHere,
    ...(given && { passcode: given }),
    ...(invite && { invite }),
    ...(hostKey && { host_key: hostKey }),
    ...(entry.resume && { resume: entry.resume }),
  };
}
