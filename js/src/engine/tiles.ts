/** Everybody in the call, as a view shows them. */

import type { DeviceState, Tile } from "./model";
import type { Participation } from "./participation";

/** Own tile first. What the own devices do is known here, and told only to the others. */
export function tilesOf(participation: Participation, { stream, live }: DeviceState): Tile[] {
  const { room } = participation;
  const tiles = room.people.map(({ participant }): Tile => {
    const you = participant.id === room.you;
    if (!you) return { participant, you, ...participation.look(participant.id) };
    return {
      participant: { ...participant, ...live },
      you,
      stream,
      link: "connected",
      quality: participation.upload,
    };
  });
  return tiles.sort((a, b) => Number(b.you) - Number(a.you));
}
