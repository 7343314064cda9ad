import { type IconNode, Mic, MicOff, Video, VideoOff } from "lucide";
import { RoundButton, type RoundButtonProps } from "./round-button";

interface DeviceToggleProps extends Pick<RoundButtonProps, "name" | "tip" | "busy" | "onClick"> {
  readonly device: "camera" | "microphone";
  readonly on: boolean;
}

const ICONS: Readonly<
  Record<DeviceToggleProps["device"], { readonly on: IconNode; readonly off: IconNode }>
> = {
  camera: { on: Video, off: VideoOff },
  microphone: { on: Mic, off: MicOff },
};

/** Switches a device of one's own. */
export function DeviceToggle({ device, on, ...button }: DeviceToggleProps) {
  return (
    <RoundButton
      {...button}
      icon={ICONS[device][on ? "on" : "off"]}
      look={on ? "plain" : "off"}
      pressed={on}
    />
  );
}
