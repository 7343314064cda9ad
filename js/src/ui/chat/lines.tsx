import { useLayoutEffect, useRef } from "preact/hooks";
import type { Chat, Line, Pending } from "../../engine/talk-model";
import { Button } from "../parts/button";
import { problemWords, text } from "../text";
import { Body } from "./body";

interface LinesProps {
  readonly chat: Chat;
  readonly again: (n: number) => void;
}

/** Lines of one person that follow each other within so many seconds stand under one name. */
const TOGETHER = 120;
/** Pixels: who has scrolled back no further than this reads the end, and stays there. */
const NEAR = 40;

/** What was written. Stays at the end as new lines come, unless the person has scrolled back to read. */
export function Lines({ chat, again }: LinesProps) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const { lines, pending } = chat;
  useLayoutEffect(() => {
    const box = log.current;
    if (box && (atEnd.current || pending.length > 0)) box.scrollTop = box.scrollHeight;
  }, [lines, pending]);
  const onScroll = () => {
    const box = log.current;
    if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  };
  return (
    <div
      class="nbmeet-log"
      role="log"
      aria-label={text.chat.messages}
      ref={log}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard
      tabIndex={0}
      onScroll={onScroll}
    >
      {lines.length + pending.length === 0 && <p class="nbmeet-hint">{text.chat.none}</p>}
      {lines.map((line, at) => (
        <Written key={line.key} line={line} heading={!together(lines[at - 1], line)} />
      ))}
      {pending.map((each) => (
        <OnTheWay key={each.n} pending={each} again={again} />
      ))}
    </div>
  );
}

function together(before: Line | undefined, { message }: Line): boolean {
  const earlier = before?.message;
  return (
    earlier !== undefined &&
    earlier.from === message.from &&
    (earlier.to ?? null) === (message.to ?? null) &&
    message.at - earlier.at < TOGETHER
  );
}

function Written({ line: { own, message }, heading }: { line: Line; heading: boolean }) {
  const words = text.chat;
  return (
    <div class={message.to ? "nbmeet-line nbmeet-private" : "nbmeet-line"}>
      {heading && (
        <p class="nbmeet-line-head">
          <strong>{own ? words.you : message.name}</strong>
          {message.to && (
            <span class="nbmeet-line-to">{own ? words.only(message.to_name ?? "") : words.onlyYou}</span>
          )}
          <time dateTime={new Date(message.at * 1000).toISOString()}>{text.clock(message.at)}</time>
        </p>
      )}
      <Body written={message.text} />
    </div>
  );
}

function OnTheWay({
  pending: { n, text: written, failed },
  again,
}: {
  pending: Pending;
  again: (n: number) => void;
}) {
  const words = text.chat;
  return (
    <div class="nbmeet-line nbmeet-pending">
      <Body written={written} />
      {failed === null ? (
        <p class="nbmeet-hint">{words.sending}</p>
      ) : (
        <p class="nbmeet-hint nbmeet-failed">
          {failed === "uncertain" ? words.uncertain : problemWords(failed)}
          <Button look="quiet" onClick={() => again(n)}>
            {words.again}
          </Button>
        </p>
      )}
    </div>
  );
}
