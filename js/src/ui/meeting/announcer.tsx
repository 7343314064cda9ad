import { useEffect, useRef, useState } from "preact/hooks";
import type { Tile } from "../../engine/model";
import { text } from "../text";

/** Tells screen readers who came and who went. */
export function Announcer({ tiles }: { tiles: readonly Tile[] }) {
  const before = useRef<ReadonlyMap<string, string> | null>(null);
  const [news, setNews] = useState("");
  useEffect(() => {
    const now = new Map(tiles.map(({ participant }) => [participant.id, participant.name]));
    const sentences = before.current ? changes(before.current, now) : [];
    if (sentences.length > 0) setNews(sentences.join(". "));
    before.current = now;
  }, [tiles]);
  return (
    <div class="nbmeet-unseen" aria-live="polite">
      {news}
    </div>
  );
}

function changes(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const came = [...now].filter(([id]) => !before.has(id)).map(([, name]) => name);
  const went = [...before].filter(([id]) => !now.has(id)).map(([, name]) => name);
  // Who does both at once has moved the call to another tab: nothing to tell.
  const joined = came.filter((name) => !went.includes(name)).map(text.meeting.joined);
  const left = went.filter((name) => !came.includes(name)).map(text.meeting.left);
  return [...joined, ...left];
}
