/** What a view sees of a stay in the meeting, and of its end. Pure. */

import { IDLE } from "./idle";
import type { CallState, DeviceState, Over, Problem, Stay } from "./model";
import type { Participation } from "./participation";
import { cameraFits } from "./room";
import type { ScreenState } from "./screen";
import { screensOf, tilesOf } from "./tiles";

/** Everybody and everything, as it is now. */
export function sight(
  participation: Participation,
  devices: DeviceState,
  screen: ScreenState,
): Partial<CallState> {
  const { room, connection, muffled, outage, own } = participation;
  const tiles = tilesOf(participation, devices, screen.stream);
  return {
    ...(room.waits && { phase: "waiting" }),
    connection,
    meeting: room.meeting,
    you: room.you,
    role: room.role,
    tiles,
    screens: screensOf(participation, tiles, screen.stream),
    screen,
    own,
    video: { limit: room.cameras, allowed: cameraFits(room) },
    muffled,
    outage: outage.problem,
    chat: room.chat,
    reactions: room.reactions,
    waiting: room.waiting,
  };
}

/** It is over; `reason` is told where `over` does not say it all. */
export function afterwards(over: Over, reason: Problem | null, stays: readonly Stay[]): Partial<CallState> {
  return {
    phase: "over",
    connection: "ended",
    tiles: [],
    screens: [],
    screen: IDLE.screen,
    own: IDLE.own,
    muffled: false,
    elsewhere: false,
    outage: null,
    over,
    problem: over === "lost" || over === "removed" ? reason : null,
    stays,
  };
}
