import { useState } from "preact/hooks";
import type { Call, CallState, DeviceState, Problem } from "../../engine/model";
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
  const problem = state.problem ?? cameraRefused(state, device);
  const [dismissed, setDismissed] = useState<DeviceState["problem"]>(null);
  const trouble = device.problem === dismissed ? null : device.problem;
  if (!problem && !trouble) return null;
  return (
    <div class="nbmeet-notices">
      {problem && (
        <Alert what={problemWords(problem)}>
          {state.problem && <Button onClick={() => call.dismiss()}>{text.dismiss}</Button>}
        </Alert>
      )}
      {trouble && (
        <DeviceTrouble
          devices={call.devices}
          problem={trouble}
          asking={device.asking}
          address={addressElsewhere(call.link, home.publicUrl, home.meetingId)}
          onDismiss={() => setDismissed(trouble)}
        />
      )}
    </div>
  );
}

/** Who wanted the camera on and found the mesh full is told so, as long as that is so. */
function cameraRefused({ video }: CallState, { wanted, live }: DeviceState): Problem | null {
  const refused = wanted.camera && !live.camera && !video.allowed;
  return refused ? { code: "video_full", message: "" } : null;
}
