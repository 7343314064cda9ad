/** The devices before a join. */

import type { Devices, JoinRequest } from "./model";

/** Captures what is wanted; false when the join stops here, since something was wanted and nothing works. */
export async function prepare(devices: Devices, { media, ifHere }: JoinRequest): Promise<boolean> {
  if (!media) {
    devices.stop();
    // Nor is it wanted later on, until the person says so: a repair of one device brings no other.
    devices.release("camera");
    devices.release("microphone");
    return true;
  }
  // Two devices in one room would hear each other, and howl.
  if (ifHere === "join") devices.release("microphone");
  await devices.start();
  const { live, problem: failed } = devices.state;
  // A second time needs neither: the first one carries the sound, and there may be no camera at all.
  return ifHere === "join" || live.camera || live.microphone || failed === null;
}
