import { useEffect, useRef, useState } from "preact/hooks";
import type { CallState } from "../../engine/model";
import { news } from "./news";
import type { PanelName } from "./use-panels";

/** Tells screen readers who came and went, whose hand is up, who wrote. */
export function Announcer({ state, open }: { state: CallState; open: PanelName | null }) {
  const before = useRef(state);
  const [told, setTold] = useState("");
  useEffect(() => {
    const sentences = news(before.current, state, open);
    if (sentences.length > 0) setTold(sentences.join(". "));
    before.current = state;
  }, [state]); // not when a panel is opened: that is no news
  return (
    <div class="nbmeet-unseen" aria-live="polite">
      {told}
    </div>
  );
}
