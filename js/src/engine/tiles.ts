/** Everybody in the call, as a view shows them. */

import type { DeviceState, Tile } from "./model";
import type { Participation } from "./participation";
import type { Heard } from "./voices";

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

/** Everybody's voice, as far as it can be heard. */
export function heardIn(tiles: readonly Tile[], participation: Participation | null): Heard {
  const cameras = tiles.filter(({ source }) => source === "camera");
  return {
    you: participation?.room.you ?? null,
    people: new Map(cameras.map(({ participant }) => [participant.id, participant.microphone])),
    lines: new Map(
      [...(participation?.peers ?? [])].flatMap(([id, { voice }]) => (voice ? [[id, voice]] : [])),
    ),
  };
}
