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
  const joined = [...now].filter(([id]) => !before.has(id)).map(([, name]) => text.meeting.joined(name));
  const left = [...before].filter(([id]) => !now.has(id)).map(([, name]) => text.meeting.left(name));
  return [...joined, ...left];
}
