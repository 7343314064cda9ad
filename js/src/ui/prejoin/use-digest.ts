import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { passes } from "../../engine/endings";
import type { Call, Problem } from "../../engine/model";
import type { Digest } from "../../protocol/types.gen";

export interface Known {
  readonly digest: Digest | null;
  /** Why the server told nothing about the meeting. */
  readonly problem: Problem | null;
  /** Asks the server, once; `again` asks afresh. */
  readonly ask: (again?: boolean) => void;
}

/**
 * What the server tells about the meeting before joining. Asked at once if `eager`, else when `ask` is called; and
 * afresh whenever the person comes back to this window, since much may have happened meanwhile, also by this person.
 */
export function useDigest(call: Call, eager: boolean): Known {
  const [digest, setDigest] = useState<Digest | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const asked = useRef(false);
  const waiting = useRef(0);
  const known = useRef(false);
  const ask = useCallback(
    (again = false) => {
      if (asked.current && !again) return;
      asked.current = true;
      waiting.current += 1;
      call
        .preview()
        .then(
          (answer) => {
            known.current = true;
            setDigest(answer);
            setProblem(answer.ended ? { code: "meeting_ended", message: "" } : null);
          },
          (reason: Problem) => {
            // What is known is good enough to join with; the join itself says what is wrong then.
            if (!known.current || !passes(reason)) setProblem(reason);
          },
        )
        .finally(() => {
          waiting.current -= 1;
        });
    },
    [call],
  );
  useEffect(() => {
    if (eager) ask();
  }, [eager, ask]);
  useReturn(() => {
    // While joining, the server's answer to the join says all. (The browser's question for devices takes the focus.)
    if (asked.current && waiting.current === 0 && call.state.phase === "idle") ask(true);
  });
  return { digest, problem, ask };
}

/** Calls back when the person turns to this window or tab again. */
function useReturn(back: () => void): void {
  const latest = useRef(back);
  latest.current = back;
  useEffect(() => {
    const see = () => {
      if (document.visibilityState === "visible") latest.current();
    };
    addEventListener("focus", see);
    document.addEventListener("visibilitychange", see);
    return () => {
      removeEventListener("focus", see);
      document.removeEventListener("visibilitychange", see);
    };
  }, []);
}
