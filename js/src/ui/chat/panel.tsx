import type { Call, CallState } from "../../engine/model";
import { maySpeak } from "../meeting/may";
import { Panel } from "../parts/panel";
import { text } from "../text";
import { Compose, type Draft } from "./compose";
import { Lines } from "./lines";

interface ChatPanelProps {
  readonly call: Call;
  readonly state: CallState;
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  readonly onClose: () => void;
}

/** The chat. */
export function ChatPanel({ call, state, draft, change, onClose }: ChatPanelProps) {
  const others = state.tiles.filter(({ you }) => !you);
  return (
    <Panel heading={text.chat.heading} onClose={onClose}>
      <Lines chat={state.chat} again={(n) => call.talk.again(n)} />
      {maySpeak(state.role) && (
        <Compose
          draft={draft}
          change={change}
          others={others}
          send={(said, to) => call.talk.write(said, to)}
        />
      )}
    </Panel>
  );
}
