import { useState } from "preact/hooks";
import type { Call, CallState, DeviceState, Problem } from "../../engine/model";
import type { Home } from "../home";
import { Alert } from "../parts/alert";
import { Button } from "../parts/button";
import { DeviceTrouble } from "../prejoin/device-trouble";
import { addressElsewhere } from "../prejoin/elsewhere";
import { problemWords, text } from "../text";
import type { Trouble } from "../text/types";
import { Knocks } from "./knocks";
import { type Plight, plight } from "./plight";
import { ScreenTrouble } from "./sharing";
import { Told } from "./told";
import type { Panels } from "./use-panels";

interface NoticesProps {
  readonly call: Call;
  readonly home: Home;
  readonly state: CallState;
  readonly device: DeviceState;
  readonly panels: Panels;
  /** The button that was clicked goes with its notice: gives the focus a place. */
  readonly onDismissed: () => void;
}

/** What is wrong during a call, or asks for an answer, over the stage. The call goes on behind it. */
export function Notices({ call, home, state, device, panels, onDismissed }: NoticesProps) {
  const { problem } = state;
  const [dismissed, setDismissed] = useState<DeviceState["problem"]>(null);
  const trouble = device.problem === dismissed ? null : device.problem;
  const [outage, dismissOutage] = useOutage(state.outage);
  const [slow, dismissSlow] = usePlight(plight(state));
  const dismissing = (dismiss: () => void) => () => {
    dismiss();
    onDismissed();
  };
  return (
    <div class="nbmeet-notices">
      {panels.open !== "people" && (
        <Knocks waiting={state.waiting} show={() => panels.toggle("people")} onDismissed={onDismissed} />
      )}
      {problem?.code !== "held" && <Told told={state.voice.told} onDismissed={onDismissed} />}
      {outage && (
        <Alert {...outageWords(outage)}>
          <Button onClick={dismissing(dismissOutage)}>{text.dismiss}</Button>
        </Alert>
      )}
      {problem && (
        <Alert what={problemWords(problem)}>
          <Button onClick={dismissing(() => call.dismiss())}>{text.dismiss}</Button>
        </Alert>
      )}
      <ScreenTrouble state={state} onDismiss={dismissing(() => call.screen.dismiss())} />
      {trouble && (
        <DeviceTrouble
          call={call}
          problem={trouble}
          asking={device.asking}
          address={addressElsewhere(call.link, home.publicUrl, home.meetingId)}
          onDismiss={dismissing(() => setDismissed(trouble))}
        />
      )}
      {slow && (
        <Alert {...text.quality.plights[slow.kind](slow.name)} patient>
          <Button onClick={dismissing(dismissSlow)}>{text.dismiss}</Button>
        </Alert>
      )}
    </div>
  );
}

/** The outage, until it is dismissed: the strip goes on saying that there is one. The next one is news again. */
function useOutage(outage: Problem | null): readonly [Problem | null, () => void] {
  const [dismissed, setDismissed] = useState(false);
  if (!outage && dismissed) setDismissed(false);
  return [dismissed ? null : outage, () => setDismissed(true)];
}

/** What is slow, unless the person has read of it in this call: it may come and go as often as it likes. */
function usePlight(now: Plight | null): readonly [Plight | null, () => void] {
  const [read, setRead] = useState<readonly Plight["kind"][]>([]);
  const shown = now && !read.includes(now.kind) ? now : null;
  return [shown, () => shown && setRead([...read, shown.kind])];
}

/** A server that gives a reason is there: neither it nor the network need be looked after. */
function outageWords(outage: Problem): Trouble {
  if (outage.code === "server_unreachable") return text.outage.silent;
  return { what: problemWords(outage), cure: text.outage.refused };
}
