/** What a view asks for, as events of the room. */

import type { RoomEvent } from "./room-model";
import type { Talk } from "./talk-model";

/** `tell` gets every event; it goes nowhere while nobody here takes part. */
export function talkOver(tell: (event: Extract<RoomEvent, { type: "say" | "again" }>) => void): Talk {
  return {
    write: (text, to) => tell({ type: "say", said: { type: "chat", text, ...(to !== null && { to }) } }),
    again: (n) => tell({ type: "again", n }),
    raiseHand: (raised) => tell({ type: "say", said: { type: "hand", raised } }),
    lowerHand: (id) => tell({ type: "say", said: { type: "lower", id } }),
    react: (reaction) => tell({ type: "say", said: { type: "reaction", reaction } }),
  };
}
