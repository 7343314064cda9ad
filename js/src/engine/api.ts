/** The REST calls of docs/protocol.md section 3. Every method rejects with a Problem and with nothing else. */

import { API_PREFIX, errors, PROTOCOL } from "../protocol/constants.gen";
import { parseReply, type ReplyName } from "../protocol/parse";
import type {
  Admission,
  CreateInvite,
  Definitions,
  Digest,
  Invite,
  InviteCreated,
  Preview,
  RequestAdmission,
} from "../protocol/types.gen";
import type { Problem, Server } from "./model";

/** What a call needs of the browser. */
export interface Http {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** `document.cookie`: Tornado's XSRF token stands there. */
  readonly cookie: () => string;
}

/** Everything that can be asked about one server's meetings. */
export interface Api extends Server {
  digest(meeting: string): Promise<Digest>;
  preview(meeting: string, right: Preview): Promise<Digest>;
  admit(meeting: string, request: RequestAdmission): Promise<Admission>;
  end(meeting: string): Promise<void>;
  createInvite(meeting: string, invite: CreateInvite): Promise<InviteCreated>;
  invites(meeting: string): Promise<readonly Invite[]>;
  revokeInvite(meeting: string, invite: string): Promise<void>;
}

const browser: Http = {
  fetch: (url, init) => globalThis.fetch(url, init),
  cookie: () => globalThis.document?.cookie ?? "",
};

/** A sentence of the protocol's vocabulary for what a client finds itself. */
export function problem(code: keyof typeof errors): Problem {
  return { code, message: errors[code] };
}

/** Whether something thrown is a Problem. */
export function isProblem(thrown: unknown): thrown is Problem {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown;
}

/**
 * The server whose application's root is `root` (absolute, ends in a slash).
 *
 * Before the first call it asks once which protocols the server speaks, so that a missing or other version of the
 * extension gets its own words.
 */
export function server(root: string, http: Http = browser): Api {
  const call = caller(root, http);
  let known: Promise<Definitions["About"]> | null = null;
  const about = () => {
    known ??= ask(root, http).catch((thrown) => {
      known = null;
      throw thrown;
    });
    return known;
  };
  const reply = async <N extends ReplyName>(name: N, method: string, path: string, body?: unknown) => {
    await about();
    const value = parseReply(name, await call(method, `${API_PREFIX}/${path}`, body));
    if (value === null) throw problem("server_too_new");
    return value;
  };
  const send = async (method: string, path: string) => {
    await about();
    await call(method, `${API_PREFIX}/${path}`);
  };
  return {
    about,
    me: () => reply("Me", "GET", "me"),
    create: (meeting) => reply("Created", "POST", "meetings", meeting),
    digest: (meeting) => reply("Digest", "GET", `meetings/${meeting}`),
    preview: (meeting, right) => reply("Digest", "POST", `meetings/${meeting}/preview`, right),
    admit: (meeting, request) => reply("Admission", "POST", `meetings/${meeting}/admissions`, request),
    end: (meeting) => send("DELETE", `meetings/${meeting}`),
    createInvite: (meeting, invite) => reply("InviteCreated", "POST", `meetings/${meeting}/invites`, invite),
    invites: async (meeting) => (await reply("InviteList", "GET", `meetings/${meeting}/invites`)).invites,
    revokeInvite: (meeting, invite) => send("DELETE", `meetings/${meeting}/invites/${invite}`),
  };
}

/** Which protocols the server speaks, if this page can speak with it at all. */
async function ask(root: string, http: Http): Promise<Definitions["About"]> {
  const answer = await request(`${root}api/about`, { method: "GET", headers: ours(http) }, http);
  const value = await json(answer);
  if (answer.status >= 500) throw refusal(parseReply("ErrorReply", value)); // a proxy's: nobody is behind it
  const about = answer.ok ? parseReply("About", value) : null;
  if (about === null) throw problem("extension_not_enabled");
  if (about.protocols.includes(PROTOCOL)) return about;
  throw problem(Math.max(0, ...about.protocols) < PROTOCOL ? "server_too_old" : "server_too_new");
}

function caller(root: string, http: Http) {
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers: Record<string, string> = ours(http);
    const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    const answer = await request(root + path, init, http);
    const value = await json(answer);
    if (answer.ok) return value;
    throw refusal(parseReply("ErrorReply", value));
  };
}

async function request(url: string, init: RequestInit, http: Http): Promise<Response> {
  try {
    return await http.fetch(url, init);
  } catch {
    throw problem("server_unreachable"); // fetch only rejects when there is no answer
  }
}

async function json(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return undefined; // an empty body, or a proxy's page of its own
  }
}

function refusal(reply: Definitions["ErrorReply"] | null): Problem {
  if (reply === null) return problem("server_unreachable"); // a proxy answered in the server's place
  const { code, message, retry_after: retryAfter } = reply.error;
  return typeof retryAfter === "number" ? { code, message, retryAfter } : { code, message };
}

/** Only a page of the server itself can say this. On a hub it is asked for with every call that brings a cookie. */
const ours = (http: Http) => ({ "X-XSRFToken": xsrf(http.cookie()) });

function xsrf(cookies: string): string {
  const value = /(?:^|;\s*)_xsrf=([^;]*)/.exec(cookies)?.[1];
  return value ? decodeURIComponent(value) : "";
}
