import type { Call, DeviceState } from "../../engine/model";
import { sending } from "../../engine/sending";
import { DeviceToggle } from "../parts/device-toggle";
import { text } from "../text";

interface MicrophoneButtonProps {
  readonly call: Call;
  readonly device: DeviceState;
  /** Whether a host keeps it off. */
  readonly held: boolean;
}

/** Switches the own microphone. */
export function MicrophoneButton({ call, device, held }: MicrophoneButtonProps) {
  const words = text.toolbar;
  const { microphone } = sending(device);
  return (
    <DeviceToggle
      device="microphone"
      name={words.microphone}
      on={microphone}
      busy={device.asking}
      tip={held ? text.moderation.heldTip : microphone ? words.tips.mute : words.tips.unmute}
      onClick={() => void call.setMicrophone(!microphone)}
    />
  );
}
