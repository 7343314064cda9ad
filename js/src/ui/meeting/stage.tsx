import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Tile as TileState } from "../../engine/model";
import type { Shown } from "../../engine/talk-model";
import { turnOf } from "../people/hands";
import { arrange, GAP } from "./layout";
import { Tile } from "./tile";
import { useSize } from "./use-size";

interface StageProps {
  readonly tiles: readonly TileState[];
  readonly reactions: readonly Shown[];
  /** Takes the place of a second tile while nobody else is here, so that nothing moves when somebody comes. */
  readonly alone: ComponentChildren;
}

/** The tiles, as large as they fit. */
export function Stage({ tiles, reactions, alone }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(stage);
  const grid = arrange(tiles.length + (alone ? 1 : 0), width, height);
  const total = grid.columns * grid.width + (grid.columns - 1) * GAP;
  return (
    <div class="nbmeet-stage" ref={stage}>
      <div class="nbmeet-tiles" style={{ "--nbmeet-tile": `${grid.width}px`, "--nbmeet-row": `${total}px` }}>
        {tiles.map((tile) => (
          <Tile
            key={tile.participant.id}
            tile={tile}
            turn={turnOf(tiles, tile.participant.id)}
            reactions={reactions.filter(({ from }) => from === tile.participant.id)}
          />
        ))}
        {alone && <div class="nbmeet-alone">{alone}</div>}
      </div>
    </div>
  );
}
