import { useState } from "preact/hooks";
import type { Call, CallState, DeviceState } from "../../engine/model";
import type { Home } from "../home";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { DeviceTrouble } from "../prejoin/device-trouble";
import { addressElsewhere } from "../prejoin/elsewhere";
import { problemWords, text } from "../text";

interface NoticesProps {
  readonly call: Call;
  readonly home: Home;
  readonly state: CallState;
  readonly device: DeviceState;
}

/** What is wrong during a call, over the stage. The call goes on behind it. */
export function Notices({ call, home, state, device }: NoticesProps) {
  const { problem } = state;
  const [dismissed, setDismissed] = useState<DeviceState["problem"]>(null);
  const trouble = device.problem === dismissed ? null : device.problem;
  const outage = state.connection === "unreachable";
  if (!problem && !trouble && !outage) return null;
  return (
    <div class="nbmeet-notices">
      {outage && <Alert {...text.outage} />}
      {problem && (
        <Alert what={problemWords(problem)}>
          <Button onClick={() => call.dismiss()}>{text.dismiss}</Button>
        </Alert>
      )}
      {trouble && (
        <DeviceTrouble
          call={call}
          problem={trouble}
          asking={device.asking}
          address={addressElsewhere(call.link, home.publicUrl, home.meetingId)}
          onDismiss={() => setDismissed(trouble)}
        />
      )}
    </div>
  );
}
