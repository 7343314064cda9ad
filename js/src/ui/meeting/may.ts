/** What the interface offers to whom. The server decides again (docs/protocol.md section 3). */

import type { Role } from "../../protocol/types.gen";

/** Write, raise a hand, react. */
export const maySpeak = (role: Role): boolean => role !== "observer";

/** Let in who waits; mute everybody. */
export const mayAdmit = (role: Role): boolean => role === "host" || role === "presenter";

/** Act on somebody with the other role. Hosts are each other's equals, and above everybody else. */
export const mayModerate = (role: Role, other: Role): boolean => mayAdmit(role) && other !== "host";
