import { SendHorizontal } from "lucide";
import { useRef } from "preact/hooks";
import type { Tile } from "../../engine/model";
import { limits } from "../../protocol/constants.gen";
import { Button } from "../parts/button";
import { Choice } from "../parts/field";
import { text } from "../text";

/** What is being written. It outlives the panel, which may be closed meanwhile. */
export interface Draft {
  readonly text: string;
  /** Whom it is for; null for everybody. */
  readonly to: { readonly id: string; readonly name: string } | null;
}

export const emptyDraft: Draft = { text: "", to: null };

interface ComposeProps {
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  readonly others: readonly Tile[];
  readonly send: (text: string, to: string | null) => void;
}

/** Where messages are written. */
export function Compose({ draft, change, others, send }: ComposeProps) {
  const words = text.chat;
  const box = useRef<HTMLTextAreaElement>(null);
  const gone = draft.to !== null && !others.some(({ participant }) => participant.id === draft.to?.id);
  const long = [...draft.text].length > limits.CHAT_CHARS;
  const trouble = gone ? words.gone(draft.to?.name ?? "") : long ? words.tooLong(limits.CHAT_CHARS) : null;
  const idle = trouble !== null || draft.text.trim() === "";
  const submit = () => {
    if (idle) return;
    send(draft.text, draft.to?.id ?? null);
    change({ ...draft, text: "" });
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      class="nbmeet-compose"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Recipient draft={draft} change={change} others={others} gone={gone} />
      {trouble && (
        <p class="nbmeet-hint" role="alert">
          {trouble}
        </p>
      )}
      <div class="nbmeet-compose-row">
        <textarea
          ref={box}
          class="nbmeet-input nbmeet-message"
          aria-label={words.message}
          placeholder={words.placeholder}
          aria-invalid={trouble !== null}
          rows={1}
          value={draft.text}
          onInput={(event) => change({ ...draft, text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
        <Button type="submit" look="primary" icon={SendHorizontal} disabled={idle}>
          <span class="nbmeet-unseen">{words.send}</span>
        </Button>
      </div>
    </form>
  );
}

type RecipientProps = Omit<ComposeProps, "send"> & { readonly gone: boolean };

function Recipient({ draft, change, others, gone }: RecipientProps) {
  const words = text.chat;
  const people = others.map(({ participant: { id, name } }) => ({ id, name }));
  const all = gone && draft.to ? [...people, draft.to] : people;
  const options = all.map(({ id, name }) => ({ value: id, label: words.only(name) }));
  return (
    <Choice
      label={words.to}
      value={draft.to?.id ?? ""}
      options={[{ value: "", label: words.everyone }, ...options]}
      onChange={(chosen) => change({ ...draft, to: all.find(({ id }) => id === chosen) ?? null })}
    />
  );
}
