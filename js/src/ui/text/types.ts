/** What the catalogues of all languages are made of. */

import type { DeviceState } from "../../engine/model";
import type { errors } from "../../protocol/constants.gen";

/** Codes of section 8 of docs/protocol.md. */
export type ErrorCode = keyof typeof errors;

/** What happened, and what the person can do about it. */
export interface Trouble {
  readonly what: string;
  readonly cure: string;
}

export type TroubledDevice = NonNullable<DeviceState["problem"]>["device"];
