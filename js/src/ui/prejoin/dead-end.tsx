import { LogIn, Plus, RotateCw } from "lucide";
import type { Problem } from "../../engine/model";
import type { Home } from "../home";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { problemWords, text } from "../text";
import { Elsewhere } from "./elsewhere";

/** Refused invites: who has a login needs none. */
const INVITES: ReadonlySet<string> = new Set([
  "invite_invalid",
  "invite_expired",
  "invite_revoked",
  "invite_used_up",
]);

/** Nothing on this screen can change these; the link leads nowhere for this person. */
const FINAL: ReadonlySet<string> = new Set([
  "bad_id",
  "meeting_not_found",
  "meeting_ended",
  "meeting_elsewhere",
  "removed",
  "not_allowed",
  "login_required",
  "guests_refused",
  ...INVITES,
  "origin_refused",
  "extension_not_enabled",
  "server_too_old",
  "server_too_new",
  "service_missing",
  "service_too_old",
  "service_too_new",
  "hub_token_expired",
  "hub_not_allowed",
  "not_your_server",
  "protocol_unsupported",
  "wrong_server",
]);
/** Who logs in may come in. A `guests_refused` invite is kept: it counts after the login. */
const LOGIN_HELPS: ReadonlySet<string> = new Set([
  "login_required",
  "guests_refused",
  "login_failed",
  "login_refused",
  "hub_unreachable",
  ...INVITES,
]);
const GONE: ReadonlySet<string> = new Set(["bad_id", "meeting_not_found", "meeting_ended"]);

export function isInviteRefused(problem: Problem | null): boolean {
  return problem !== null && INVITES.has(problem.code);
}

/** Whether a problem means that joining cannot work, whatever is typed. */
export function isDeadEnd(problem: Problem | null): problem is Problem {
  return problem !== null && FINAL.has(problem.code);
}

interface DeadEndProps {
  readonly home: Home;
  readonly problem: Problem;
  /** Null where trying again cannot change anything. */
  readonly tryAgain: (() => void) | null;
}

/** The kernel was told to use another server than this page's. */
function Foreign({ home }: { readonly home: Home }) {
  return (
    <div class="nbmeet-center">
      <h2 class="nbmeet-heading">{home.title || text.deadEnd.heading}</h2>
      <Alert what={problemWords({ code: "wrong_server", message: "" })}>
        <Elsewhere address={home.kernelAddress} />
      </Alert>
    </div>
  );
}

/** The meeting cannot be opened: why, and what to do instead. */
export function DeadEnd({ home, problem, tryAgain }: DeadEndProps) {
  const words = text.deadEnd;
  // A living kernel keeps its meeting alive: what this server does not know stands on the one that the kernel uses.
  if (problem.code === "meeting_not_found" && home.eager && home.kernelAddress)
    return <Foreign home={home} />;
  const gone = GONE.has(problem.code);
  const cure = gone && !home.createNew ? { cure: words.createInCell } : {};
  return (
    <div class="nbmeet-center">
      <h2 class="nbmeet-heading">{home.title || words.heading}</h2>
      <Alert what={problemWords(problem)} {...cure} />
      <div class="nbmeet-actions">
        {gone && home.createNew && (
          <Button look="primary" icon={Plus} onClick={home.createNew}>
            {words.createNew}
          </Button>
        )}
        {LOGIN_HELPS.has(problem.code) && home.logIn && (
          <Button look="primary" icon={LogIn} onClick={home.logIn}>
            {words.logIn}
          </Button>
        )}
        {tryAgain && (
          <Button look={gone ? "quiet" : "plain"} icon={RotateCw} onClick={tryAgain}>
            {text.tryAgain}
          </Button>
        )}
      </div>
    </div>
  );
}
