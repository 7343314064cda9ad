/** Whose hand is up, in the order raised. Pure. */

import type { Tile } from "../../engine/model";

/** The ids of those whose hand is up, in the order raised. */
export function raised(tiles: readonly Tile[]): readonly string[] {
  const up = tiles.filter(({ participant, source }) => source === "camera" && participant.hand > 0);
  return up.sort((a, b) => a.participant.hand - b.participant.hand).map(({ participant }) => participant.id);
}

/** A participant's place among the raised hands, from 1 on; 0 while the hand is down. */
export function turnOf(tiles: readonly Tile[], id: string): number {
  return raised(tiles).indexOf(id) + 1;
}

/** Who has a hand up comes first, then everybody in the order given. */
export function byTurn(tiles: readonly Tile[]): readonly Tile[] {
  const turn = (tile: Tile) => turnOf(tiles, tile.participant.id) || tiles.length + 1;
  return [...tiles].sort((a, b) => turn(a) - turn(b));
}
