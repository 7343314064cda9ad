/** The browser behind the devices: its mediaDevices, its storage, and what it lets a page do. */

import type { DevicesPort, Remembered } from "./devices";
import type { Source } from "./media-request";

const KEY = "notebook-meet.devices";

/** The page's own browser. */
export function browserDevices(): DevicesPort {
  return {
    media: globalThis.navigator?.mediaDevices,
    around: {
      secure: globalThis.isSecureContext,
      webview: location.protocol.startsWith("vscode"),
      allows,
      blocks,
    },
    recall,
    remember,
    stream: (tracks) => new MediaStream(tracks),
  };
}

interface PolicyDocument {
  readonly featurePolicy?: { allowsFeature(name: string): boolean };
}

/** Whether the page may ask for this at all (Permissions Policy). */
export function allows(feature: Source | "display-capture"): boolean {
  return (document as PolicyDocument).featurePolicy?.allowsFeature(feature) ?? true;
}

async function blocks(source: Source): Promise<boolean> {
  try {
    // Not every browser knows these names.
    const status = await navigator.permissions.query({ name: source as PermissionName });
    return status.state === "denied";
  } catch {
    return false;
  }
}

function recall(): Remembered | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return isRemembered(value) ? value : null;
  } catch {
    return null; // storage can be switched off, or hold something else under this name
  }
}

function remember(what: Remembered): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(what));
  } catch {
    // Storage can be full or switched off: then nothing is remembered, and nothing else is lost.
  }
}

function isRemembered(value: unknown): value is Remembered {
  if (typeof value !== "object" || value === null) return false;
  const { wanted, chosen } = value as Partial<Record<keyof Remembered, Record<string, unknown> | null>>;
  return (
    ["camera", "microphone"].every((source) => typeof wanted?.[source] === "boolean") &&
    ["camera", "microphone", "speaker"].every((kind) => typeof chosen?.[kind] === "string")
  );
}
