/** A call of 25 people on a page, in which something changes ten times a second once `crowded.start()` is called. */

import { render } from "preact";
import type { Tile } from "../../src/engine/model";
import { CallScreen } from "../../src/ui/call-screen";
import { quality } from "../fakes/quality";
import { FakeCall, tile } from "../ui/fakes";
import { PAGE } from "../ui/homes";

const PEOPLE = 25;
const EVERY = 100;

declare global {
  interface Window {
    crowded: { start(): void; updates: number };
  }
}

const root = document.body.appendChild(document.createElement("div"));
root.className = "nbmeet-root nbmeet-page";
const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 180 } });
const call = new FakeCall();
call.enter(
  Array.from({ length: PEOPLE }, (_, at) =>
    tile(`Person ${at + 1}`, { you: at === 0, stream, quality: quality("good") }),
  ),
);
render(<CallScreen call={call} home={PAGE} />, root);

/** As the engine does it: every tile is made anew, and one of the participants is another. */
function change(tiles: readonly Tile[], at: number): Tile[] {
  return tiles.map(({ participant, ...rest }, index) => ({
    ...rest,
    participant:
      index === at % PEOPLE ? { ...participant, microphone: !participant.microphone } : participant,
  }));
}

function update(): void {
  window.crowded.updates += 1;
  const at = window.crowded.updates;
  call.change({ tiles: change(call.state.tiles, at) });
  const speaker = call.state.tiles[(at * 7) % PEOPLE]?.participant.id ?? "";
  call.voices.change({ speaking: [speaker], spoken: [speaker] });
}

window.crowded = { start: () => setInterval(update, EVERY), updates: 0 };
