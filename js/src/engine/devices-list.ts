/** What a browser lists as devices, by what they are for. */

import type { Found } from "./devices-model";
import type { DeviceKind } from "./model";

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  videoinput: "camera",
  audioinput: "microphone",
  audiooutput: "speaker",
};

/** The devices that have an id: before the person has said yes, a browser names none. */
export async function listed(media: MediaDevices): Promise<Found> {
  const found: Record<DeviceKind, { id: string; label: string }[]> = {
    camera: [],
    microphone: [],
    speaker: [],
  };
  // Refused where a policy forbids it: then there is nothing to choose from.
  for (const { kind, deviceId, label } of await media.enumerateDevices().catch(() => []))
    if (deviceId) found[KINDS[kind]].push({ id: deviceId, label });
  return found;
}
