import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Call, CallState } from "../../engine/model";
import { useSnapshot } from "../parts/use-snapshot";
import { raised } from "../people/hands";
import { compose, tileKey } from "./compose";
import { styleOf } from "./layout";
import { mayShow } from "./may";
import { Pager } from "./pager";
import { plan } from "./plan";
import { Tile } from "./tile";
import { sightsOf, useInSight, useSeen } from "./use-seen";
import { useSize } from "./use-size";

interface StageProps {
  readonly call: Call;
  readonly state: CallState;
  readonly selfHidden: boolean;
  /** Takes the place of a second tile while nobody else is here, so that nothing moves when somebody comes. */
  readonly alone: ComponentChildren;
}

/** The tiles, as large as they fit. */
export function Stage({ call, state, selfHidden, alone }: StageProps) {
  const { tiles, reactions, role } = state;
  const spotlit = state.meeting?.spotlight ?? null;
  const stage = useRef<HTMLDivElement>(null);
  const size = useSize(stage);
  const inSight = useInSight(stage);
  const [pinned, setPinned] = useState<string | null>(null);
  const [page, setPage] = useState(0);
  const { speaking, spoken } = useSnapshot(call.voices);
  const hands = raised(tiles);
  const kept = [...spoken.slice(0, 1), ...hands, ...spoken.slice(1)];
  const composition = compose(tiles, { pinned, spotlit, selfHidden });
  const shown = plan({ tiles, composition, size, page, kept, empty: Boolean(alone) });
  useSeen(call, inSight ? sightsOf(shown.placed) : []);
  return (
    <div class="nbmeet-stage" ref={stage}>
      <div class="nbmeet-tiles">
        {shown.placed.map(({ tile, box }) => (
          <Tile
            key={tileKey(tile)}
            tile={tile}
            box={box}
            speaking={tile.source === "camera" && speaking.includes(tile.participant.id)}
            turn={tile.source === "camera" ? hands.indexOf(tile.participant.id) + 1 : 0}
            reactions={reactions.filter(({ from }) => from === tile.participant.id)}
            choices={{
              pinned: tileKey(tile) === pinned,
              pin: (on) => setPinned(on ? tileKey(tile) : null),
              spotlit: tile.participant.id === spotlit,
              spotlight: mayShow(role, tile)
                ? (on) => call.moderation.spotlight(on ? tile.participant.id : null)
                : null,
            }}
          />
        ))}
        {shown.empty && (
          <div class="nbmeet-alone" style={styleOf(shown.empty)}>
            {alone}
          </div>
        )}
      </div>
      {shown.pages > 1 && <Pager page={shown.page} pages={shown.pages} turn={setPage} />}
    </div>
  );
}
