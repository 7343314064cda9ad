/** The real browser behind the engine's ports. */

import type { Tab } from "./keepsake";
import type { Browser } from "./participation-options";
import { browserScreen } from "./screen-browser";
import { browserTimers } from "./timers";

export const browser: Browser = {
  rtc: {
    connection: (configuration) => new RTCPeerConnection(configuration),
    stream: (tracks) => new MediaStream([...tracks]),
  },
  network: {
    socket: (url, protocol) => new WebSocket(url, protocol),
    random: Math.random,
    onWake,
  },
  timers: browserTimers,
  audio: () => new Audio(),
  screen: browserScreen(),
};

export const browserTab: Tab = {
  storage: () => sessionStorage,
  onLeave(hide, show) {
    addEventListener("pagehide", hide);
    addEventListener("pageshow", show);
    return () => {
      removeEventListener("pagehide", hide);
      removeEventListener("pageshow", show);
    };
  },
};

function onWake(listener: () => void): () => void {
  const visible = () => {
    if (document.visibilityState === "visible") listener();
  };
  addEventListener("online", listener);
  document.addEventListener("visibilitychange", visible);
  return () => {
    removeEventListener("online", listener);
    document.removeEventListener("visibilitychange", visible);
  };
}
