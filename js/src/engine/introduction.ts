/** After a restart of the server. */

import type { Api } from "./api";

/**
 * To be told the server's life at each arrival in the meeting. A server that was started again knows a person by the seat
 * alone; a hub's service has to know the login, too, and asks whoever does not show it to come in anew.
 */
export function introduction(api: Pick<Api, "me">): (epoch: string | undefined) => void {
  let known: string | undefined;
  return (epoch) => {
    if (known !== undefined && known !== epoch) api.me().catch(() => {});
    known = epoch;
  };
}
