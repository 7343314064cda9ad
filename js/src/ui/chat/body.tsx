import { CopyButton } from "../parts/copy-button";
import { text } from "../text";
import { parts } from "./parts";

/** A message's text, with links that can be followed and code that can be copied. */
export function Body({ written }: { written: string }) {
  return (
    <div class="nbmeet-said">
      {parts(written).map((part, at) => {
        const key = `${at} ${part.kind}`;
        if (part.kind === "words") return <span key={key}>{part.text}</span>;
        if (part.kind === "code") return <code key={key}>{part.text}</code>;
        if (part.kind === "block") return <Block key={key} code={part.text} />;
        return (
          <a key={key} href={part.href} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        );
      })}
    </div>
  );
}

function Block({ code }: { code: string }) {
  return (
    <div class="nbmeet-code">
      <pre>
        <code>{code}</code>
      </pre>
      <CopyButton
        label={text.chat.copy}
        name={text.chat.copyCode}
        value={code}
        look="quiet"
        onRefused={() => {}}
      />
    </div>
  );
}
