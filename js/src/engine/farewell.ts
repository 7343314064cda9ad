/** Leaving while the server does not listen: it is told as soon as it does, so that the others need not wait 30 s. */

import { limits } from "../protocol/constants.gen";
import type { Room } from "./room";
import { type Network, Signal } from "./signal";
import type { Timers } from "./timers";

const PATIENCE = limits.RECONNECT_SECONDS * 1000;

/** Resumes what `room` was, only to leave. Gives up when nobody waits any more. */
export function sayFarewell(root: string, network: Network, timers: Timers, room: Room): void {
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
