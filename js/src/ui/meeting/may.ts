/** What the interface offers to whom. The server decides again (docs/protocol.md section 3). */

import type { Role } from "../../protocol/types.gen";

/** Send sound and picture, write, raise a hand, react. */
export const maySpeak = (role: Role): boolean => role !== "observer";

/** Let in who waits; mute everybody. */
export const mayAdmit = (role: Role): boolean => role === "host" || role === "presenter";

/** Mute somebody with the other role. */
export const mayMute = (role: Role, other: Role): boolean =>
  role === "host" || (role === "presenter" && other !== "host");

/** Decide what somebody with the other role may do. Hosts are each other's equals. */
export const mayRule = (role: Role, other: Role): boolean => role === "host" && other !== "host";

/** Put somebody into the spotlight. */
export const mayShow = (role: Role): boolean => role === "host";
