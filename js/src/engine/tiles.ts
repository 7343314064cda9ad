/** Everybody in the call, and every screen that is shown, as a view shows them. */

import type { DeviceState, Tile } from "./model";
import type { Participation } from "./participation";
import type { Heard } from "./voices";

/** Own tile first. What the own devices do is known here, and told only to the others. */
export function tilesOf(
  participation: Participation,
  { stream, live }: DeviceState,
  shared: MediaStream | null,
): Tile[] {
  const { room, upload: quality } = participation;
  const tiles = room.people.map(({ participant }): Tile => {
    const you = participant.id === room.you;
    const source = "camera";
    if (you) {
      const own = { ...participant, ...live, screen: shared !== null };
      return { participant: own, source, you, stream, link: "connected", quality };
    }
    const { screen: _, ...seen } = participation.look(participant.id);
    return { participant, source, you, ...seen };
  });
  return tiles.sort((a, b) => Number(b.you) - Number(a.you));
}

/**
 * The screens of these people. Only of those who may show one, and say so: whatever else comes on that line, nobody
 * sees it.
 */
export function screensOf(
  participation: Participation,
  tiles: readonly Tile[],
  shared: MediaStream | null,
): Tile[] {
  return tiles
    .filter(({ participant }) => participant.screen)
    .map((tile) => {
      const stream = tile.you ? shared : participation.look(tile.participant.id).screen;
      return { ...tile, source: "screen", stream };
    });
}

/** Everybody's voice, as far as it can be heard. */
export function heardIn(tiles: readonly Tile[], participation: Participation | null): Heard {
  return {
    you: participation?.room.you ?? null,
    people: new Map(tiles.map(({ participant }) => [participant.id, participant.microphone])),
    lines: new Map(
      [...(participation?.peers ?? [])].flatMap(([id, { voice }]) => (voice ? [[id, voice]] : [])),
    ),
  };
}
