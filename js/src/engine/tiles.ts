/** Everybody in the call, as a view shows them. */

import type { DeviceState, Tile } from "./model";
import type { Participation } from "./participation";

/**
 * Own tiles first; each screen follows the person who shows it. What the own devices do is known here, and told only to the
 * others.
 */
export function tilesOf(
  participation: Participation,
  { stream, live }: DeviceState,
  shared: MediaStream | null,
): Tile[] {
  const { room, upload: quality } = participation;
  const tiles = room.people.flatMap(({ participant }): Tile[] => {
    const you = participant.id === room.you;
    if (you) {
      const own = { ...participant, ...live, screen: shared !== null };
      return both({ participant: own, source: "camera", you, stream, link: "connected", quality }, shared);
    }
    const { screen, ...seen } = participation.look(participant.id);
    return both({ participant, source: "camera", you, ...seen }, screen);
  });
  return tiles.sort((a, b) => Number(b.you) - Number(a.you));
}

/** A screen is shown only of those who may show one, and say so: whatever else comes on that line, nobody sees it. */
function both(face: Tile, screen: MediaStream | null): Tile[] {
  return face.participant.screen ? [face, { ...face, source: "screen", stream: screen }] : [face];
}
