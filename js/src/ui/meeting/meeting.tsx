import { Lock } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Call, CallState, DeviceState } from "../../engine/model";
import { sending } from "../../engine/sending";
import { emptyDraft } from "../chat/compose";
import { ChatPanel } from "../chat/panel";
import { useUnread } from "../chat/use-unread";
import type { Home } from "../home";
import { InvitePanel } from "../invite/panel";
import { Icon } from "../parts/icon";
import { shortcut } from "../parts/keys";
import { useSnapshot } from "../parts/use-snapshot";
import { PeoplePanel } from "../people/panel";
import { SettingsPanel } from "../settings/panel";
import { text } from "../text";
import { Alone } from "./alone";
import { Announcer } from "./announcer";
import { EndDialog } from "./end-dialog";
import { Floating } from "./floating";
import { maySpeak } from "./may";
import { Notices } from "./notices";
import { Sharing } from "./sharing";
import { Stage } from "./stage";
import { Status } from "./status";
import { ownHand, Toolbar } from "./toolbar";
import { useFullScreen } from "./use-full-screen";
import { type Panels, usePanels } from "./use-panels";
import { useSelfView } from "./use-self-view";

interface MeetingProps {
  readonly call: Call;
  readonly home: Home;
  /** Focus goes to the meeting when the person has just come in here, not when a second view shows it. */
  readonly takeFocus: boolean;
}

/** The call itself. */
export function Meeting({ call, home, takeFocus }: MeetingProps) {
  const state = useSnapshot(call);
  const device = useSnapshot(call.devices);
  const region = useRef<HTMLElement>(null);
  const fullScreen = useFullScreen(region);
  const panels = usePanels(region);
  const selfView = useSelfView();
  const [draft, setDraft] = useState(emptyDraft);
  const joinedAt = state.tiles.find(({ you }) => you)?.participant.joined_at ?? 0;
  const unread = useUnread(state.chat.lines, panels.open === "chat", joinedAt);
  const [ending, setEnding] = useState(false);
  useEffect(() => {
    if (takeFocus) region.current?.focus({ preventScroll: true });
  }, []); // only on coming in: a second view is used later on, too, and keeps its focus then
  const title = state.meeting?.title ?? home.title;
  const alone = state.tiles.length === 1 && panels.open !== "invite";
  const refocus = () => region.current?.focus({ preventScroll: true });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && panels.open) panels.close();
    const key = shortcut(event);
    if (key !== null) press(key, event, { call, state, device, panels });
  };
  return (
    <section
      ref={region}
      // biome-ignore lint/a11y/noRedundantRoles: also found by scripts that look for the attribute
      role="region"
      class="nbmeet-meeting"
      aria-label={text.meeting.region(title)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the shortcuts work while the meeting itself has the focus
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <header class="nbmeet-strip">
        <h2 class="nbmeet-title">{title}</h2>
        <span class="nbmeet-count">{text.meeting.people(state.tiles.length)}</span>
        {state.meeting?.locked && (
          <span class="nbmeet-count nbmeet-locked">
            <Icon shape={Lock} size={14} />
            {text.moderation.locked}
          </span>
        )}
        <Status connection={state.connection} tiles={state.tiles} />
      </header>
      <Sharing call={call} state={state} onStopped={refocus} />
      <div class="nbmeet-body">
        <Stage
          call={call}
          state={state}
          selfHidden={selfView.hidden}
          alone={alone ? <Alone call={call} /> : null}
        />
        <Notices
          call={call}
          home={home}
          state={state}
          device={device}
          panels={panels}
          onDismissed={refocus}
        />
        {panels.open === "invite" && <InvitePanel call={call} role={state.role} onClose={panels.close} />}
        {panels.open === "settings" && (
          <SettingsPanel call={call} state={state} device={device} onClose={panels.close} />
        )}
        {panels.open === "people" && <PeoplePanel call={call} state={state} onClose={panels.close} />}
        {panels.open === "chat" && (
          <ChatPanel call={call} state={state} draft={draft} change={setDraft} onClose={panels.close} />
        )}
      </div>
      <Toolbar
        call={call}
        home={home}
        state={state}
        device={device}
        fullScreen={fullScreen}
        selfView={selfView}
        panels={panels}
        unread={unread}
        askToEnd={() => setEnding(true)}
      />
      {ending && <EndDialog call={call} others={state.tiles.length - 1} onClose={() => setEnding(false)} />}
      <Floating call={call} home={home} state={state} device={device} region={region} />
      <Announcer state={state} open={panels.open} />
    </section>
  );
}

interface Pressed {
  readonly call: Call;
  readonly state: CallState;
  readonly device: DeviceState;
  readonly panels: Panels;
}

/** What a shortcut does. */
function press(key: string, event: KeyboardEvent, { call, state, device, panels }: Pressed): void {
  const { microphone, camera } = sending(device);
  if (maySpeak(state.role)) {
    if (key === "m") void call.setMicrophone(!microphone);
    if (key === "v") void call.setCamera(!camera);
    if (key === "h") call.talk.raiseHand(!ownHand(state));
  }
  if (key === "c") {
    event.preventDefault(); // or the letter would be the first of a message
    panels.toggle("chat");
  }
}
