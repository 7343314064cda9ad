/** The resume token, kept for a reload of this tab: who comes back with it need not give the passcode again. */
export interface Keepsake {
  recall(): string | null;
  /** Null forgets it. */
  keep(token: string | null): void;
}

/** What the keepsake needs of the tab. */
export interface Tab {
  /** Throws where there is none; what is kept then lives as long as the page. */
  readonly storage: () => Storage;
  /** Calls `hide` when the page goes away, `show` when it is back after all. Returns how to stop that. */
  readonly onLeave: (hide: () => void, show: () => void) => () => void;
}

export interface OpenKeepsake extends Keepsake {
  /** Stores what is kept for who comes next, and listens no more. */
  close(): void;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The keepsake of one meeting in this page.
 *
 * The tab's storage is copied when a tab is duplicated, and the copy would take this tab's participation over. So the
 * token is in memory while the page lives, and in the storage only from the page's end to its next beginning.
 */
export function createKeepsake(tab: Tab, root: string, meetingId: string): OpenKeepsake {
  const key = `notebook-meet.resume ${root}${meetingId}`;
  const stored = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return use(tab.storage());
    } catch {
      return null; // switched off, full, or not allowed in this frame
    }
  };
  const take = () => {
    const token = stored((area) => area.getItem(key));
    stored((area) => area.removeItem(key));
    return token !== null && TOKEN.test(token) ? token : null;
  };
  let kept = take();
  const store = () => {
    const token = kept;
    if (token !== null) stored((area) => area.setItem(key, token));
  };
  const stop = tab.onLeave(store, () => {
    kept = take() ?? kept;
  });
  return {
    recall: () => kept,
    keep(token) {
      kept = token;
    },
    close() {
      stop();
      store();
    },
  };
}
