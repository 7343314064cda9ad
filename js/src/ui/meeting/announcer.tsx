import { useEffect, useRef, useState } from "preact/hooks";
import type { CallState } from "../../engine/model";
import { news } from "./news";

/** Tells screen readers who came and went, whose hand is up, who wrote. */
export function Announcer({ state, chatOpen }: { state: CallState; chatOpen: boolean }) {
  const before = useRef(state);
  const [told, setTold] = useState("");
  useEffect(() => {
    const sentences = news(before.current, state, chatOpen);
    if (sentences.length > 0) setTold(sentences.join(". "));
    before.current = state;
  }, [state]); // not when the chat is opened: that is no news
  return (
    <div class="nbmeet-unseen" aria-live="polite">
      {told}
    </div>
  );
}
