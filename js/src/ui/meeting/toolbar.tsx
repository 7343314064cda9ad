import { Hand, LogOut, MessageSquare, Users } from "lucide";
import type { Call, CallState, DeviceState } from "../../engine/model";
import { sending } from "../../engine/sending";
import type { Home } from "../home";
import { DeviceToggle } from "../parts/device-toggle";
import { RoundButton } from "../parts/round-button";
import { text } from "../text";
import { Hear } from "./hear";
import { maySpeak } from "./may";
import { MicrophoneButton } from "./microphone-button";
import { Rare } from "./rare";
import { React } from "./react";
import { shareOf } from "./sharing";
import type { FullScreen } from "./use-full-screen";
import type { Panels } from "./use-panels";
import type { SelfView } from "./use-self-view";

interface ToolbarProps {
  readonly call: Call;
  readonly home: Home;
  readonly state: CallState;
  readonly device: DeviceState;
  readonly fullScreen: FullScreen;
  readonly selfView: SelfView;
  readonly panels: Panels;
  /** Chat messages that were not read here. */
  readonly unread: number;
  readonly askToEnd: () => void;
}

/** The meeting's controls. */
export function Toolbar(props: ToolbarProps) {
  const { call, state, device, panels, unread, askToEnd } = props;
  const words = text.toolbar;
  return (
    <div role="toolbar" class="nbmeet-toolbar" aria-label={words.name} onKeyDown={moveFocus}>
      {state.muffled && <Hear call={call} />}
      {maySpeak(state.role) && (
        <>
          <DeviceToggles call={call} device={device} held={state.voice.silence === "held"} />
          <Gestures call={call} state={state} />
        </>
      )}
      <RoundButton
        name={words.chat}
        icon={MessageSquare}
        panel="chat"
        look="toggle"
        pressed={panels.open === "chat"}
        tip={words.tips.chat}
        onClick={() => panels.toggle("chat")}
        {...(unread > 0 && { badge: { count: unread, words: text.chat.unread(unread) } })}
      />
      <RoundButton
        name={words.people}
        icon={Users}
        panel="people"
        look="toggle"
        pressed={panels.open === "people"}
        onClick={() => panels.toggle("people")}
        {...(state.waiting.length > 0 && {
          badge: { count: state.waiting.length, words: text.moderation.waitingBadge(state.waiting.length) },
        })}
      />
      <Rare {...props} share={shareOf(call, state)} askToEnd={state.role === "host" ? askToEnd : null} />
      <RoundButton name={words.leave} icon={LogOut} look="leave" onClick={() => call.leave()} />
    </div>
  );
}

/** What one says without words. */
function Gestures({ call, state }: { call: Call; state: CallState }) {
  const words = text.toolbar;
  const up = ownHand(state);
  return (
    <>
      <RoundButton
        name={words.hand}
        icon={Hand}
        look="toggle"
        pressed={up}
        tip={up ? words.tips.lowerHand : words.tips.raiseHand}
        onClick={() => call.talk.raiseHand(!up)}
      />
      <React react={(reaction) => call.talk.react(reaction)} />
    </>
  );
}

/** Whether the person's own hand is up. */
export function ownHand({ tiles }: CallState): boolean {
  return tiles.some(({ you, participant }) => you && participant.hand > 0);
}

function DeviceToggles({ call, device, held }: { call: Call; device: DeviceState; held: boolean }) {
  const words = text.toolbar;
  const { camera } = sending(device);
  return (
    <>
      <MicrophoneButton call={call} device={device} held={held} />
      <DeviceToggle
        device="camera"
        name={words.camera}
        on={camera}
        busy={device.asking}
        tip={camera ? words.tips.stopCamera : words.tips.startCamera}
        onClick={() => void call.setCamera(!camera)}
      />
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Arrow keys move along the toolbar, as in every toolbar. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")].filter((one) => one.offsetParent);
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
