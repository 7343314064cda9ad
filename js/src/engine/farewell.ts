/** Leaving so that the server hears of it, also over a line that has fallen silent: the others need not wait 30 s. */

import { closeCodes, limits } from "../protocol/constants.gen";
import type { Room } from "./room-model";
import { GIVEN_UP, type Network, Signal } from "./signal";
import type { Timers } from "./timers";

const PATIENCE = limits.RECONNECT_SECONDS * 1000;
/** A server that has heard a `leave` closes the socket. One that has not done so by then has not heard it. */
const ANSWER = 3000;

/**
 * Sees to it that the server learns that who was in `room` is gone. `socket` is the one on which `leave` was said;
 * null when the server does not listen: then it is told as soon as it does.
 */
export function sayFarewell(
  root: string,
  network: Network,
  timers: Timers,
  room: Room,
  socket: WebSocket | null,
): void {
  const again = () => comeBackToLeave(root, network, timers, room);
  if (socket === null) again();
  else expectClose(socket, timers, again);
}

/** Calls `unheard` unless the server itself closes the socket soon. */
function expectClose(socket: WebSocket, timers: Timers, unheard: () => void): void {
  const cancel = timers.after(ANSWER, () => {
    socket.onclose = null;
    socket.close(GIVEN_UP);
    unheard();
  });
  socket.onclose = ({ code }) => {
    cancel();
    if (code !== closeCodes.NORMAL) unheard();
  };
}

/** Resumes what `room` was, only to leave. Gives up when nobody waits any more. */
function comeBackToLeave(root: string, network: Network, timers: Timers, room: Room): void {
  const { token, seq, epoch } = room;
  if (token === null) return;
  const signal = new Signal(root, network, timers, {
    greet: () => ({ type: "resume", token, seq, epoch }),
    seq: () => seq,
    heard(message) {
      if (message.type !== "resumed" && message.type !== "welcome") return;
      signal.send({ type: "leave", n: message.ack + 1 });
      end();
    },
    lost: () => undefined,
    closed: () => end(),
  });
  const cancel = timers.after(PATIENCE, () => end());
  const end = () => {
    cancel();
    signal.close();
  };
  signal.open();
}
