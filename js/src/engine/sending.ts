import type { DeviceState } from "./model";

/** What the others get: a device that is wanted, and that really runs. */
export function sending({ wanted, live }: DeviceState): { microphone: boolean; camera: boolean } {
  return { microphone: wanted.microphone && live.microphone, camera: wanted.camera && live.camera };
}
