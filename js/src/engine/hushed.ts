/** Whose sound is not played, whatever comes. Pure. */

import { unheard } from "./moderation";
import type { Room } from "./room-model";

/** Under this name the sound of a participant's screen is played; that of the person under the id itself. */
export const ofScreen = (id: string): string => `${id}:screen`;

/** Who is silenced is not heard, neither the person nor the screen; of a screen that is not shown nothing is. */
export function hushed(room: Room): ReadonlySet<string> {
  const silent = unheard(room);
  const people = room.people.map(({ participant }) => participant);
  const screens = people.filter(({ id, screen }) => silent.has(id) || !screen);
  return new Set([...silent, ...screens.map(({ id }) => ofScreen(id))]);
}
