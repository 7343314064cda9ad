/** Whose sound is not played, whatever comes. Pure. */

import type { Room } from "./room-model";

/** Under this name the sound of a participant's screen is played; that of the person under the id itself. */
export const ofScreen = (id: string): string => `${id}:screen`;

/** Of a screen that is not shown nothing is heard. */
export function hushed({ people }: Room): ReadonlySet<string> {
  return new Set(people.flatMap(({ participant: { id, screen } }) => (screen ? [] : [ofScreen(id)])));
}
