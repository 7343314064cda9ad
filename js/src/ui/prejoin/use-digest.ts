import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Call, Problem } from "../../engine/model";
import type { Digest } from "../../protocol/types.gen";

export interface Known {
  readonly digest: Digest | null;
  /** Why the server told nothing about the meeting. */
  readonly problem: Problem | null;
  /** Asks the server, once; `again` asks afresh. */
  readonly ask: (again?: boolean) => void;
}

/** What the server tells about the meeting before joining. Asked at once if `eager`, else when `ask` is called. */
export function useDigest(call: Call, eager: boolean): Known {
  const [digest, setDigest] = useState<Digest | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const asked = useRef(false);
  const ask = useCallback(
    (again = false) => {
      if (asked.current && !again) return;
      asked.current = true;
      call.preview().then(
        (answer) => {
          setDigest(answer);
          setProblem(answer.ended ? { code: "meeting_ended", message: "" } : null);
        },
        (reason: Problem) => setProblem(reason),
      );
    },
    [call],
  );
  useEffect(() => {
    if (eager) ask();
  }, [eager, ask]);
  return { digest, problem, ask };
}
