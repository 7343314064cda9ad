import { useEffect } from "preact/hooks";
import type { Problem } from "../../engine/model";
import type { Home } from "../home";
import { isInviteRefused } from "./dead-end";

/** A refused invite is dropped at once, so that neither `Try again` nor a reload runs into it once more. */
export function useRefusedInvite(home: Home, problem: Problem | null): void {
  const refused = isInviteRefused(problem);
  useEffect(() => {
    if (refused) home.forgetInvite?.();
  }, [refused]);
}
