/** A screen that tests can share, and the browser's question about it. */
import type { ScreenPort, ScreenWish } from "../../src/engine/screen";
import { type FakeTrack, stream, track } from "./fake-media";

/** A browser that can share. It answers at once with a new screen, unless the test sets `answer`. */
export function display() {
  const wishes: ScreenWish[] = [];
  const shared: FakeTrack[] = [];
  const screen = (sound = true) => {
    const tracks = [track("video"), ...(sound ? [track("audio")] : [])];
    shared.push(...(tracks as unknown as FakeTrack[]));
    return stream(tracks);
  };
  const all = {
    wishes,
    shared,
    screen,
    answer: async (): Promise<MediaStream> => screen(),
    allowed: true,
  };
  const port: ScreenPort = {
    ask: (wish) => {
      wishes.push(wish);
      return all.answer();
    },
    allows: () => all.allowed,
  };
  return Object.assign(all, { port });
}

/** Kinds of what is still captured. */
export const live = (tracks: readonly FakeTrack[]) =>
  tracks.filter(({ readyState }) => readyState === "live").map(({ kind }) => kind);

/** What the button in the browser's own bar does. */
export function endedByBrowser(one: FakeTrack | undefined): void {
  one?.stop();
  one?.dispatchEvent(new Event("ended"));
}
