/** Everybody in the call, as a view shows them. */

import type { DeviceState, Tile } from "./model";
import type { Participation } from "./participation";

/** Own tile first. What the own devices do is known here, and told only to the others. */
export function tilesOf(participation: Participation, { stream, live }: DeviceState): Tile[] {
  const { room } = participation;
  const tiles = room.people.map(({ participant }): Tile => {
    const you = participant.id === room.you;
    const source = "camera";
    if (!you) return { participant, source, you, ...participation.look(participant.id) };
    return {
      participant: { ...participant, ...live },
      source,
      you,
      stream,
      link: "connected",
      quality: participation.upload,
    };
  });
  return tiles.sort((a, b) => Number(b.you) - Number(a.you));
}
