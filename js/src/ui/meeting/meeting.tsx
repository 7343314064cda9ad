import { useEffect, useRef, useState } from "preact/hooks";
import type { Call } from "../../engine/model";
import type { Home } from "../home";
import { InvitePanel } from "../invite/panel";
import { shortcut } from "../parts/keys";
import { useSnapshot } from "../parts/use-snapshot";
import { text } from "../text";
import { Alone } from "./alone";
import { Announcer } from "./announcer";
import { EndDialog } from "./end-dialog";
import { Notices } from "./notices";
import { Stage } from "./stage";
import { Status } from "./status";
import { sending, Toolbar } from "./toolbar";
import { useFullScreen } from "./use-full-screen";

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
  const [inviteOpen, setInviteOpen] = useState(false);
  const [ending, setEnding] = useState(false);
  useEffect(() => {
    if (takeFocus) region.current?.focus({ preventScroll: true });
  }, []); // only on coming in: a second view is used later on, too, and keeps its focus then
  const title = state.meeting?.title ?? home.title;
  const alone = state.tiles.length === 1 && !inviteOpen;
  const closeInvite = () => {
    setInviteOpen(false);
    region.current?.querySelector<HTMLElement>("[aria-expanded]")?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && inviteOpen) closeInvite();
    const { microphone, camera } = sending(device);
    const key = shortcut(event);
    if (key === "m") void call.setMicrophone(!microphone);
    if (key === "v") void call.setCamera(!camera);
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
        <Status connection={state.connection} />
      </header>
      <div class="nbmeet-body">
        <Stage tiles={state.tiles} alone={alone ? <Alone call={call} /> : null} />
        <Notices
          call={call}
          home={home}
          state={state}
          device={device}
          onDismissed={() => region.current?.focus({ preventScroll: true })}
        />
        {inviteOpen && <InvitePanel call={call} role={state.role} onClose={closeInvite} />}
      </div>
      <Toolbar
        call={call}
        state={state}
        device={device}
        fullScreen={fullScreen}
        inviteOpen={inviteOpen}
        toggleInvite={() => setInviteOpen(!inviteOpen)}
        askToEnd={() => setEnding(true)}
      />
      {ending && <EndDialog call={call} others={state.tiles.length - 1} onClose={() => setEnding(false)} />}
      <Announcer tiles={state.tiles} />
    </section>
  );
}
