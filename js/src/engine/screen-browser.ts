/** The browser behind the shared screen. */

import { allows } from "./devices-browser";
import type { ScreenPort } from "./screen";

export function browserScreen(): ScreenPort {
  const media: Partial<MediaDevices> | undefined = globalThis.navigator?.mediaDevices;
  return {
    ask: media?.getDisplayMedia ? (wish) => navigator.mediaDevices.getDisplayMedia(wish) : null,
    allows: () => allows("display-capture"),
  };
}
