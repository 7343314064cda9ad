import type { Connection, Tile } from "../../engine/model";
import { text } from "../text";

interface StatusProps {
  readonly connection: Connection;
  readonly tiles?: readonly Tile[];
}

/** How the connection to the meeting is: a word, and a dot for the eye. */
export function Status({ connection, tiles = [] }: StatusProps) {
  const state = connection === "connected" && cutOff(tiles) ? "interrupted" : connection;
  return (
    <output class={`nbmeet-status nbmeet-status-${state}`} aria-label={text.connection.name}>
      {text.connection[state]}
    </output>
  );
}

/** Whether nobody who is here is seen or heard. Who has lost the server says so on the tile. */
function cutOff(tiles: readonly Tile[]): boolean {
  const others = tiles.filter(({ you, participant }) => !you && participant.presence === "here");
  return others.length > 0 && others.every(({ link }) => link === "interrupted" || link === "failed");
}
