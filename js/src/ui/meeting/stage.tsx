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
import { ScreenTile } from "./screen-tile";
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
  const { tiles, screens, reactions, role } = state;
  const spotlit = state.meeting?.spotlight ?? null;
  const stage = useRef<HTMLDivElement>(null);
  const size = useSize(stage);
  const inSight = useInSight(stage);
  const [pinned, setPinned] = useState<string | null>(null);
  const [page, setPage] = useState(0);
  const { speaking, spoken } = useSnapshot(call.voices);
  const hands = raised(tiles);
  const kept = [...spoken.slice(0, 1), ...hands, ...spoken.slice(1)];
  const pictures = [...tiles, ...screens];
  const composition = compose(pictures, { pinned, spotlit, selfHidden });
  const shown = plan({ tiles: pictures, composition, size, page, kept, empty: Boolean(alone) });
  useSeen(call, inSight ? sightsOf(shown.placed) : []);
  return (
    <div class="nbmeet-stage" ref={stage}>
      <div class="nbmeet-tiles">
        {shown.placed.map(({ tile, box }) => {
          const key = tileKey(tile);
          const placed = { tile, box };
          const pin = { pinned: key === pinned, pin: (on: boolean) => setPinned(on ? key : null) };
          if (tile.source === "screen") return <ScreenTile key={key} {...placed} {...pin} />;
          const { id } = tile.participant;
          const show = (on: boolean) => call.moderation.spotlight(on ? id : null);
          return (
            <Tile
              key={key}
              {...placed}
              speaking={speaking.includes(id)}
              turn={hands.indexOf(id) + 1}
              reactions={reactions.filter(({ from }) => from === id)}
              choices={{ ...pin, spotlit: id === spotlit, spotlight: mayShow(role) ? show : null }}
            />
          );
        })}
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
