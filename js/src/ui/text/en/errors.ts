import { errors as fromServer } from "../../../protocol/constants.gen";
import type { ErrorCode } from "../types";

/** The server's own sentences; where it cannot know who reads them, the page has a better one. */
export const errors: Record<ErrorCode, string> = {
  ...fromServer,
  server_not_found: "No Jupyter server was found from here. Open the meeting's link in a browser.",
};
