import type { PeerOptions } from "../../src/engine/peer";
import { browserTimers } from "../../src/engine/timers";

type Real = Omit<PeerOptions, "send" | "changed">;

/** A peer over the browser's own WebRTC. `made` hears of its connection. */
export function real(
  polite: boolean,
  tracks: readonly MediaStreamTrack[],
  made: (connection: RTCPeerConnection) => void = () => undefined,
): Real {
  return {
    polite,
    numbers: { sent: 0, received: 0 },
    configuration: {},
    rtc: {
      connection: (configuration) => {
        const connection = new RTCPeerConnection(configuration);
        made(connection);
        return connection;
      },
      stream: (all) => new MediaStream([...all]),
    },
    timers: browserTimers,
    tracks: {
      audio: tracks.find(({ kind }) => kind === "audio") ?? null,
      video: tracks.find(({ kind }) => kind === "video") ?? null,
    },
    label: new MediaStream(),
    reachable: () => true,
  };
}
