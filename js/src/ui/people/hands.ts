/** Whose hand is up, in the order raised. Pure. */

import type { Tile } from "../../engine/model";

/** A participant's place among the raised hands, from 1 on; 0 while the hand is down. */
export function turnOf(tiles: readonly Tile[], id: string): number {
  const raised = tiles.map(({ participant }) => participant).filter(({ hand }) => hand > 0);
  return raised.sort((a, b) => a.hand - b.hand).findIndex((one) => one.id === id) + 1;
}

/** Who has a hand up comes first, then everybody in the order given. */
export function byTurn(tiles: readonly Tile[]): readonly Tile[] {
  const turn = (tile: Tile) => turnOf(tiles, tile.participant.id) || tiles.length + 1;
  return [...tiles].sort((a, b) => turn(a) - turn(b));
}
