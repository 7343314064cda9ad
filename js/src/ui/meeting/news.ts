/** What is new in a call, in sentences for those who cannot see it. Pure. */

import type { CallState, Tile } from "../../engine/model";
import { text } from "../text";
import { decisions } from "./decisions";
import { knockWords } from "./knock-words";
import type { PanelName } from "./use-panels";

export type Watched = Pick<
  CallState,
  "tiles" | "screens" | "chat" | "reactions" | "waiting" | "role" | "meeting"
>;

/**
 * What happened between two states. What is written is read out by the chat itself while that is open; of who waits
 * to be let in, a notice tells while the people panel is not open.
 */
export function news(before: Watched, now: Watched, open: PanelName | null): readonly string[] {
  return [
    ...comings(names(before.tiles), names(now.tiles)),
    ...hands(before.tiles, now.tiles),
    ...shares(before, now),
    ...(open === "chat" ? [] : writers(before, now)),
    ...decisions(before, now),
    ...(open === "people" ? knocks(before, now) : []),
    ...reactions(before, now),
  ];
}

const names = (tiles: readonly Tile[]) =>
  new Map(tiles.map(({ participant }) => [participant.id, participant.name]));

function comings(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const came = [...now].filter(([id]) => !before.has(id)).map(([, name]) => name);
  const went = [...before].filter(([id]) => !now.has(id)).map(([, name]) => name);
  // Who does both at once has moved the call to another tab: nothing to tell.
  const joined = came.filter((name) => !went.includes(name)).map(text.meeting.joined);
  const left = went.filter((name) => !came.includes(name)).map(text.meeting.left);
  return [...joined, ...left];
}

function hands(before: readonly Tile[], now: readonly Tile[]): string[] {
  const up = new Set(
    before.filter(({ participant }) => participant.hand > 0).map(({ participant: { id } }) => id),
  );
  return now
    .filter(({ participant, you }) => participant.hand > 0 && !you && !up.has(participant.id))
    .map(({ participant }) => text.meeting.raised(participant.name));
}

function shares(before: Watched, now: Watched): string[] {
  const [had, has] = [owners(before.screens), owners(now.screens)];
  const here = names(now.tiles);
  // That the own screen is shared now stands in a notice, which is read out, too.
  const started = now.screens.filter(({ you, participant: { id } }) => !you && !had.has(id));
  // Who is gone has not stopped sharing: the news is that this person left.
  const stopped = before.screens.filter(({ participant: { id } }) => !has.has(id) && here.has(id));
  return [
    ...started.map(({ participant }) => text.screen.started(participant.name)),
    ...stopped.map(({ you, participant }) =>
      you ? text.screen.youStopped : text.screen.stopped(participant.name),
    ),
  ];
}

const owners = (screens: readonly Tile[]) => new Set(screens.map(({ participant }) => participant.id));

function writers(before: Watched, now: Watched): string[] {
  const known = new Set(before.chat.lines.map(({ key }) => key));
  const since = now.tiles.find(({ you }) => you)?.participant.joined_at ?? 0;
  const fresh = now.chat.lines.filter(
    ({ key, own, message }) => !known.has(key) && !own && message.at >= since,
  );
  return [...new Set(fresh.map(({ message }) => message.name))].map(text.chat.wrote);
}

function knocks(before: Watched, now: Watched): string[] {
  const known = new Set(before.waiting.map(({ id }) => id));
  const fresh = now.waiting.filter(({ id }) => !known.has(id));
  return fresh.length > 0 ? [knockWords(fresh)] : [];
}

function reactions(before: Watched, now: Watched): string[] {
  const known = new Set(before.reactions.map(({ key }) => key));
  const people = names(now.tiles.filter(({ you }) => !you));
  return now.reactions
    .filter(({ key, from }) => !known.has(key) && people.has(from))
    .map(({ from, reaction }) => `${people.get(from)}: ${text.reactions[reaction]}`);
}
