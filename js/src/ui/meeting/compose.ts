/** Which tiles a stage shows, which of them large, and which on which page. Pure. */

import type { Tile } from "../../engine/model";

/** Tells a tile from every other one. */
export const tileKey = ({ participant, source }: Tile): string =>
  source === "camera" ? participant.id : `${participant.id}:${source}`;

/** What people have chosen. */
export interface Wishes {
  /** The key of the tile that this person wants to see large. */
  readonly pinned: string | null;
  /** The participant whom the host wants everybody to see large. */
  readonly spotlit: string | null;
  /** This person does not want to see the own camera. */
  readonly selfHidden: boolean;
}

export interface Composition {
  /** Shown large, side by side. Empty: all are equal. */
  readonly large: readonly Tile[];
  /** All others. */
  readonly rest: readonly Tile[];
}

/**
 * The person's own choice counts most, then what is presented: shared screens, and whom the host has put into the spotlight.
 * Faces that belong to a large screen come first among the rest, so that they stand beside it.
 */
export function compose(tiles: readonly Tile[], { pinned, spotlit, selfHidden }: Wishes): Composition {
  const shown = tiles.filter(({ you, source }) => !(selfHidden && you && source === "camera"));
  const own = shown.filter((tile) => tileKey(tile) === pinned);
  const presented = [
    ...shown.filter(({ source, you }) => source === "screen" && !you),
    ...shown.filter(({ source, participant }) => source === "camera" && participant.id === spotlit),
  ];
  const large = own.length > 0 ? own : presented;
  const rest = shown.filter((tile) => !large.includes(tile));
  return { large, rest: presentersFirst(large, rest) };
}

function presentersFirst(large: readonly Tile[], rest: readonly Tile[]): readonly Tile[] {
  const presenters = new Set(
    large.filter(({ source }) => source === "screen").map(({ participant }) => participant.id),
  );
  const presents = ({ participant }: Tile) => presenters.has(participant.id);
  return [...rest.filter(presents), ...rest.filter((tile) => !presents(tile))];
}

/**
 * The one face that says most about a call where there is room for one only: who has the word, else somebody who can be seen,
 * else anybody. `spoken` as in `Speakers`.
 */
export function foremost(tiles: readonly Tile[], spoken: readonly string[]): Tile | undefined {
  const faces = tiles.filter(({ source }) => source === "camera");
  const others = faces.filter(({ you }) => !you);
  const heard = spoken.flatMap((id) => others.filter(({ participant }) => participant.id === id));
  return heard[0] ?? others.find(({ participant }) => participant.camera) ?? others[0] ?? faces[0];
}

export interface Page {
  readonly tiles: readonly Tile[];
  /** From 0 on. */
  readonly page: number;
  readonly pages: number;
}

/**
 * The tiles of one page, where `room` fit on it.
 *
 * Each page has its own tiles in their order, which never move, and last a few places of honour for those of other pages who
 * should stay in sight: `kept`, the most important first, participant ids. Places that they leave free show who comes next.
 */
export function turn(tiles: readonly Tile[], room: number, wanted: number, kept: readonly string[]): Page {
  if (tiles.length <= room) return { tiles, page: 0, pages: 1 };
  const honoured = honour(room);
  const pages = Math.ceil(tiles.length / (room - honoured));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const first = page * (room - honoured);
  const own = tiles.slice(first, first + room - honoured);
  const others = [...tiles.slice(first + own.length), ...tiles.slice(0, first)];
  const guests = byRank(others, kept).slice(0, room - own.length);
  return { tiles: [...own, ...guests], page, pages };
}

/** How many places of a page belong to those who should stay in sight. */
function honour(room: number): number {
  if (room >= 6) return 2;
  return room >= 2 ? 1 : 0;
}

/** Those in `kept` first, in its order; the others follow in theirs. */
function byRank(tiles: readonly Tile[], kept: readonly string[]): readonly Tile[] {
  const rank = ({ participant }: Tile) => {
    const at = kept.indexOf(participant.id);
    return at < 0 ? kept.length : at;
  };
  return [...tiles].sort((one, other) => rank(one) - rank(other));
}
