import { RotateCw } from "lucide";
import type { Call, DeviceState } from "../../engine/model";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { text, troubleWords } from "../text";
import { Elsewhere } from "./elsewhere";

type Trouble = NonNullable<DeviceState["problem"]>;

interface DeviceTroubleProps {
  readonly call: Call;
  readonly problem: Trouble;
  readonly asking: boolean;
  /** Where the meeting can be opened instead, when media cannot work here. */
  readonly address: string;
  /** Where the person can go on without the device. */
  readonly onDismiss?: () => void;
}

/** Kinds that no second try can change: only another window helps, or another device. */
const HOPELESS: ReadonlySet<string> = new Set(["insecure", "unsupported", "replaced"]);
const OTHER_WINDOW: ReadonlySet<string> = new Set(["insecure", "unsupported", "policy"]);

/** Why camera or microphone cannot be used, in words of its own for each reason, with what helps against it. */
export function DeviceTrouble({ call, problem, asking, address, onDismiss }: DeviceTroubleProps) {
  const { what, cure } = troubleWords(problem);
  return (
    <Alert what={what} cure={cure}>
      {!HOPELESS.has(problem.kind) && (
        <Button icon={RotateCw} busy={asking} onClick={() => startAgain(call, problem.device)}>
          {text.tryAgain}
        </Button>
      )}
      {onDismiss && (
        <Button look="quiet" onClick={onDismiss}>
          {text.dismiss}
        </Button>
      )}
      {OTHER_WINDOW.has(problem.kind) && <Elsewhere address={address} />}
    </Alert>
  );
}

/** Starts the device that failed and no other: the person may have joined without that one on purpose. */
function startAgain(call: Call, device: Trouble["device"]): void {
  if (device === "camera") void call.setCamera(true);
  else if (device === "microphone") void call.setMicrophone(true);
  else void call.devices.start();
}
