import { useCallback, useEffect, useState } from "preact/hooks";
import type { Problem, Server } from "../../engine/model";
import type { Me } from "../../protocol/types.gen";

export interface Caller {
  readonly me: Me | null;
  readonly problem: Problem | null;
  readonly ask: () => void;
}

/** Who the server takes this browser for. */
export function useMe(server: Server): Caller {
  const [me, setMe] = useState<Me | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ask = useCallback(() => {
    setProblem(null);
    server.me().then(setMe, setProblem);
  }, [server]);
  useEffect(ask, [ask]);
  return { me, problem, ask };
}
