import { LogOut, Mic, MicOff, UserPlus, Video, VideoOff } from "lucide";
import type { Call, CallState, DeviceState } from "../../engine/model";
import { RoundButton } from "../parts/round-button";
import { text } from "../text";
import { Hear } from "./hear";
import { Rare } from "./rare";
import type { FullScreen } from "./use-full-screen";

interface ToolbarProps {
  readonly call: Call;
  readonly state: CallState;
  readonly device: DeviceState;
  readonly fullScreen: FullScreen;
  readonly inviteOpen: boolean;
  readonly toggleInvite: () => void;
  readonly askToEnd: () => void;
}

/** The meeting's controls. */
export function Toolbar(props: ToolbarProps) {
  const { call, state, device, fullScreen, inviteOpen, toggleInvite, askToEnd } = props;
  const words = text.toolbar;
  return (
    <div role="toolbar" class="nbmeet-toolbar" aria-label={words.name} onKeyDown={moveFocus}>
      {state.muffled && <Hear call={call} />}
      <DeviceToggles call={call} device={device} />
      <RoundButton name={words.invite} icon={UserPlus} expanded={inviteOpen} onClick={toggleInvite} />
      <Rare fullScreen={fullScreen} askToEnd={state.role === "host" ? askToEnd : null} />
      <RoundButton name={words.leave} icon={LogOut} look="leave" onClick={() => call.leave()} />
    </div>
  );
}

function DeviceToggles({ call, device }: { call: Call; device: DeviceState }) {
  const words = text.toolbar;
  const { microphone, camera } = sending(device);
  return (
    <>
      <RoundButton
        name={words.microphone}
        icon={microphone ? Mic : MicOff}
        look={microphone ? "plain" : "off"}
        pressed={microphone}
        busy={device.asking}
        tip={microphone ? words.tips.mute : words.tips.unmute}
        onClick={() => void call.setMicrophone(!microphone)}
      />
      <RoundButton
        name={words.camera}
        icon={camera ? Video : VideoOff}
        look={camera ? "plain" : "off"}
        pressed={camera}
        busy={device.asking}
        tip={camera ? words.tips.stopCamera : words.tips.startCamera}
        onClick={() => void call.setCamera(!camera)}
      />
    </>
  );
}

/** What the others get: a device that is wanted, and that really runs. */
export function sending({ wanted, live }: DeviceState): { microphone: boolean; camera: boolean } {
  return { microphone: wanted.microphone && live.microphone, camera: wanted.camera && live.camera };
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
