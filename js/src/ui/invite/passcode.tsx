import { useState } from "preact/hooks";
import { Button } from "../parts/button";
import { text } from "../text";

/** The passcode, for the host to read out. As text only while it is shown. */
export function Passcode({ passcode }: { passcode: string }) {
  const [shown, setShown] = useState(false);
  return (
    <div class="nbmeet-passcode">
      <p class="nbmeet-hint">{text.invite.needsPasscode}</p>
      <Button pressed={shown} onClick={() => setShown(!shown)}>
        {text.invite.showPasscode}
      </Button>
      {shown && <output class="nbmeet-secret">{passcode}</output>}
    </div>
  );
}
