import { Volume2 } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Rung } from "../../engine/devices-model";
import type { Devices } from "../../engine/model";
import { Button } from "../parts/button";
import { useSnapshot } from "../parts/use-snapshot";
import { text } from "../text";

/** Plays a tone through the chosen speaker, and says what to do when it was not heard. */
export function TestSpeaker({ devices }: { readonly devices: Devices }) {
  const { speaker, routable } = useSnapshot(devices);
  const [said, setSaid] = useState<Rung | "playing" | null>(null);
  const turn = useRef(0);
  useEffect(() => {
    turn.current += 1; // what was said is about another speaker
    setSaid(null);
  }, [speaker]);
  const words = text.settings;
  const play = async () => {
    turn.current += 1;
    const mine = turn.current;
    setSaid("playing");
    const rung = await devices.ring();
    if (mine === turn.current) setSaid(rung);
  };
  return (
    <div class="nbmeet-test">
      <Button icon={Volume2} disabled={said === "playing"} onClick={() => void play()}>
        {words.testSpeaker}
      </Button>
      <p class="nbmeet-hint" aria-live="polite">
        {said === "playing" ? words.playing : said ? words.rung[said] : ""}
      </p>
      {!routable && <p class="nbmeet-hint">{words.notRoutable}</p>}
    </div>
  );
}
