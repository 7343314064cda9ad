import { type IconNode, Mic, Video, Volume2 } from "lucide";
import type { DeviceKind, Devices } from "../../engine/model";
import { Choice, type Option } from "../parts/field";
import { Icon } from "../parts/icon";
import { useSnapshot } from "../parts/use-snapshot";
import { text } from "../text";

const ICONS: Readonly<Record<DeviceKind, IconNode>> = { camera: Video, microphone: Mic, speaker: Volume2 };
export const KINDS: readonly DeviceKind[] = ["camera", "microphone", "speaker"];

interface DeviceChoicesProps {
  readonly devices: Devices;
  readonly kinds: readonly DeviceKind[];
  readonly disabled: boolean;
}

/** Which camera, microphone and speaker to use. */
export function DeviceChoices({ devices, kinds, disabled }: DeviceChoicesProps) {
  const state = useSnapshot(devices);
  if (kinds.length === 0) return null;
  return (
    <div class="nbmeet-devices">
      {kinds.map((kind) => (
        <Choice
          key={kind}
          label={text.prejoin.devices[kind]}
          icon={<Icon shape={ICONS[kind]} size={16} />}
          value={state.chosen[kind]}
          options={options(kind, state.devices[kind], state.chosen[kind])}
          disabled={disabled}
          onChange={(id) => void devices.choose(kind, id)}
        />
      ))}
    </div>
  );
}

/** Browsers give no names, and some no ids, before they were allowed to: those devices get a number. */
function options(
  kind: DeviceKind,
  found: readonly { readonly id: string; readonly label: string }[],
  chosen: string,
): Option[] {
  const known = found
    .filter(({ id }) => id !== "" && id !== "default")
    .map(({ id, label }, index) => ({
      value: id,
      label: label || text.prejoin.unnamed(kind, index + 1),
    }));
  const missing = chosen !== "" && !known.some(({ value }) => value === chosen);
  const remembered = missing ? [{ value: chosen, label: text.prejoin.devices[kind] }] : [];
  return [{ value: "", label: text.prejoin.systemDefault }, ...remembered, ...known];
}
