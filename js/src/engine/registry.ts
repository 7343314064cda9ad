/**
 * The calls of this page, each shared by all its views.
 *
 * A notebook evaluates the bundle once for every widget, so a module's own variables are not shared: the calls stand
 * on `globalThis`. The name there carries a version, which changes with the shape of what is kept (`Held`, `Call`):
 * copies of the bundle that differ in it do not see each other.
 */

import { server } from "./api";
import { browser, browserTab } from "./browser";
import { MeetingCall } from "./call";
import { createDevices } from "./devices";
import { browserDevices } from "./devices-browser";
import { createKeepsake } from "./keepsake";
import type { Call, View } from "./model";
import { linkFor } from "./root";
import type { Timers } from "./timers";

const CALLS = Symbol.for("notebook-meet.calls.v6");
/** A cell that is moved or run again shows its call again within this time, milliseconds. */
const LINGER = 1500;

interface Made {
  readonly call: Call;
  /** Gives up what the call holds of the page. */
  readonly dispose: () => void;
}
interface Held extends Made {
  views: number;
  /** Set while no view is left and the call lingers. */
  stay: (() => void) | null;
}
export type Calls = Map<string, Held>;

/** Where a meeting is; roots are absolute URLs that end in a slash. */
export interface Roots {
  /** Of the application that answers this page's REST calls. */
  readonly root: string;
  /** Of the application that the meeting lives in, and that has its socket: the same, except on a hub with a service. */
  readonly home: string;
  /** That links begin with. */
  readonly links: string;
}

/** A view of the meeting with this id. Joins and captures nothing. */
export function attach(roots: Roots, meetingId: string): View {
  return hold(pageCalls(), roots.home + meetingId, () => createCall(roots, meetingId), browser.timers);
}

/** One more view of the call named `key`, which is made if there is none. */
export function hold(calls: Calls, key: string, make: () => Made, timers: Timers): View {
  const held = calls.get(key) ?? { ...make(), views: 0, stay: null };
  calls.set(key, held);
  held.stay?.();
  held.stay = null;
  held.views += 1;
  let open = true;
  return {
    call: held.call,
    close() {
      if (!open) return;
      open = false;
      held.views -= 1;
      if (held.views > 0) return;
      held.stay = timers.after(LINGER, () => {
        calls.delete(key);
        held.call.leave();
        held.dispose();
      });
    },
  };
}

function pageCalls(): Calls {
  const page = globalThis as { [CALLS]?: Calls };
  page[CALLS] ??= leaveWithPage(new Map());
  return page[CALLS];
}

function leaveWithPage(calls: Calls): Calls {
  addEventListener("pagehide", () => {
    for (const { call } of calls.values()) call.leave();
  });
  return calls;
}

function createCall({ root, home, links }: Roots, meetingId: string): Made {
  const devices = createDevices(browserDevices());
  const keepsake = createKeepsake(browserTab, home, meetingId);
  const call = new MeetingCall({
    root: home,
    link: linkFor(links, meetingId),
    meetingId,
    api: server(root),
    devices,
    browser,
    keepsake,
  });
  const dispose = () => {
    devices.close();
    keepsake.close();
  };
  return { call, dispose };
}
