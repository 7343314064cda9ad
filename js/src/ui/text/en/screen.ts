import type { ScreenProblem } from "../../../engine/screen";
import type { Trouble } from "../types";

const troubles: Record<ScreenProblem, Trouble> = {
  policy: {
    what: "Screens cannot be shared from this window.",
    cure: "The program or page around it does not allow it. Open the meeting in a browser.",
  },
  system: {
    what: "The operating system does not let the browser see the screen.",
    cure: "Allow screen recording in the system's privacy settings, then restart the browser.",
  },
  none: {
    what: "There is no screen or window that can be shared.",
    cure: "Open what you want to show, then try again.",
  },
  unknown: {
    what: "The screen could not be shared.",
    cure: "Try again. If that does not help, restart the browser.",
  },
};

export const screen = {
  share: "Share screen",
  stop: "Stop sharing",
  sharing: "You are sharing your screen",
  of: (name: string) => `${name}'s screen`,
  started: (name: string) => `${name} shares a screen`,
  stopped: (name: string) => `${name} stopped sharing`,
  youStopped: "You stopped sharing your screen",
  troubles,
};
