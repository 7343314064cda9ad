/** The resume token, kept for a reload of this tab: who comes back with it need not give the passcode again. */
export interface Keepsake {
  recall(): string | null;
  /** Null forgets it. */
  keep(token: string | null): void;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** `storage` gives the tab's storage; where there is none, what is kept lives as long as the page. */
export function createKeepsake(storage: () => Storage, root: string, meetingId: string): Keepsake {
  const key = `notebook-meet.resume ${root}${meetingId}`;
  let kept: string | null = null;
  const stored = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return use(storage());
    } catch {
      return null; // switched off, full, or not allowed in this frame
    }
  };
  return {
    recall() {
      const token = kept ?? stored((area) => area.getItem(key));
      return token !== null && TOKEN.test(token) ? token : null;
    },
    keep(token) {
      kept = token;
      stored((area) => (token === null ? area.removeItem(key) : area.setItem(key, token)));
    },
  };
}
