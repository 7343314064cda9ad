/** What the interface offers to whom. The server decides again (docs/protocol.md section 3). */

import type { Role } from "../../protocol/types.gen";

/** Write, raise a hand, react. */
export const maySpeak = (role: Role): boolean => role !== "observer";
