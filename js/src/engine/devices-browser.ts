/** The browser behind the devices: its mediaDevices, its storage, and what it lets a page do. */

import type { DevicesPort } from "./devices";
import { type Remembered, recalled } from "./devices-model";
import type { Source } from "./media-request";
import { canRoute, ring, tap, watch } from "./own-media";
import { browserTimers } from "./timers";

const KEY = "notebook-meet.devices";

/** The page's own browser. */
export function browserDevices(): DevicesPort {
  return {
    media: globalThis.navigator?.mediaDevices,
    around: {
      secure: globalThis.isSecureContext,
      webview: location.protocol.startsWith("vscode"),
      allows,
      blocks: (source) => permission(source, "denied"),
      grants: (source) => permission(source, "granted"),
    },
    timers: browserTimers,
    recall,
    remember,
    stream: (tracks) => new MediaStream(tracks),
    watch,
    tap,
    routable: canRoute(),
    ring,
  };
}

interface PolicyDocument {
  readonly featurePolicy?: { allowsFeature(name: string): boolean };
}

/** Whether the page may ask for this at all (Permissions Policy). */
export function allows(feature: Source | "display-capture"): boolean {
  return (document as PolicyDocument).featurePolicy?.allowsFeature(feature) ?? true;
}

async function permission(source: Source, state: PermissionState): Promise<boolean> {
  try {
    // Not every browser knows these names.
    const status = await navigator.permissions.query({ name: source as PermissionName });
    return status.state === state;
  } catch {
    return false;
  }
}

function recall(): Remembered {
  try {
    return recalled(JSON.parse(localStorage.getItem(KEY) ?? "null"));
  } catch {
    return recalled(null); // storage can be switched off, or hold something else under this name
  }
}

function remember(what: Remembered): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(what));
  } catch {
    // Storage can be full or switched off: then nothing is remembered, and nothing else is lost.
  }
}
