import type { Call, CallState, DeviceKind, DeviceState, Devices } from "../../engine/model";
import { mediaObstacle } from "../parts/environment";
import { LanguageChoice } from "../parts/language";
import { Panel } from "../parts/panel";
import { Switch } from "../parts/switch";
import { DeviceChoices, KINDS } from "../prejoin/device-choices";
import { text } from "../text";
import { CopyDiagnostics } from "./copy-diagnostics";
import { TestSpeaker } from "./test-speaker";

interface SettingsPanelProps {
  readonly call: Call;
  readonly state: CallState;
  readonly device: DeviceState;
  readonly onClose: () => void;
}

/** Devices, and what belongs to them. */
export function SettingsPanel({ call, state, device, onClose }: SettingsPanelProps) {
  const words = text.settings;
  const { devices } = call;
  const own = state.role !== "observer" && mediaObstacle() === null;
  const kinds: readonly DeviceKind[] = own ? KINDS : ["speaker"];
  return (
    <Panel heading={words.heading} onClose={onClose}>
      <DeviceChoices devices={devices} kinds={kinds} disabled={false} worded />
      <TestSpeaker devices={devices} />
      {own && <OwnSound devices={devices} device={device} />}
      <section class="nbmeet-section">
        <LanguageChoice />
      </section>
      <section class="nbmeet-section" aria-label={words.help}>
        <h3 class="nbmeet-subheading">{words.help}</h3>
        <p class="nbmeet-hint">{words.helpLead}</p>
        <CopyDiagnostics state={state} device={device} />
      </section>
    </Panel>
  );
}

const SWITCHES = ["noiseSuppression", "echoCancellation", "autoGainControl"] as const;

/** What the browser does to the own sound. */
function OwnSound({ devices, device }: { readonly devices: Devices; readonly device: DeviceState }) {
  const words = text.settings;
  return (
    <section class="nbmeet-section" aria-label={words.sound}>
      <h3 class="nbmeet-subheading">{words.sound}</h3>
      {SWITCHES.map((name) => (
        <Switch
          key={name}
          label={words[name]}
          on={device.processing[name]}
          onChange={(on) => void devices.process({ [name]: on })}
        />
      ))}
      <p class="nbmeet-hint">{words.soundHint}</p>
    </section>
  );
}
