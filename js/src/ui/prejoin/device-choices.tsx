import { type IconNode, Mic, Video, Volume2 } from "lucide";
import { real } from "../../engine/devices-model";
import type { DeviceKind, DeviceState, Devices } from "../../engine/model";
import { Choice, type Option } from "../parts/field";
import { Icon } from "../parts/icon";
import { useSnapshot } from "../parts/use-snapshot";
import { Meter } from "../settings/meter";
import { text } from "../text";

const ICONS: Readonly<Record<DeviceKind, IconNode>> = { camera: Video, microphone: Mic, speaker: Volume2 };
export const KINDS: readonly DeviceKind[] = ["camera", "microphone", "speaker"];

interface DeviceChoicesProps {
  readonly devices: Devices;
  readonly kinds: readonly DeviceKind[];
  readonly disabled: boolean;
  /** With the names in words instead of icons. */
  readonly worded?: boolean;
}

/** Which camera, microphone and speaker to use. */
export function DeviceChoices({ devices, kinds, disabled, worded = false }: DeviceChoicesProps) {
  const state = useSnapshot(devices);
  if (kinds.length === 0) return null;
  return (
    <div class="nbmeet-devices">
      {kinds.map((kind) => (
        <div key={kind} class="nbmeet-device">
          <Choice
            label={text.prejoin.devices[kind]}
            {...(!worded && { icon: <Icon shape={ICONS[kind]} size={16} /> })}
            value={state.chosen[kind]}
            options={options(kind, state)}
            disabled={disabled}
            onChange={(id) => void devices.choose(kind, id)}
          />
          {kind === "microphone" && <Meter devices={devices} />}
        </div>
      ))}
    </div>
  );
}

/** Browsers give no names, and some no ids, before they were allowed to: those devices get a number. */
function options(kind: DeviceKind, state: DeviceState): Option[] {
  const chosen = state.chosen[kind];
  const known = real(state.devices, kind).map(({ id, label }, index) => ({
    value: id,
    label: label || text.prejoin.unnamed(kind, index + 1),
  }));
  const missing = chosen !== "" && !known.some(({ value }) => value === chosen);
  const label = state.labels[kind] || text.prejoin.devices[kind];
  // Without permission nothing is listed: whether the chosen one is there is not known then.
  const words = known.length > 0 ? text.settings.away(label) : label;
  const remembered = missing ? [{ value: chosen, label: words }] : [];
  return [{ value: "", label: text.prejoin.systemDefault }, ...remembered, ...known];
}
