import type { Over } from "../../../engine/model";
import { count } from "./language";

const over: Record<Over, string> = {
  left: "You left the meeting.",
  ended: "This meeting has ended.",
  removed: "You were removed from this meeting.",
  moved: "The call was moved to another of your tabs.",
  elsewhere: "You are in this meeting in another tab or on another device.",
  lost: "The connection was lost for too long.",
};

export const after = {
  over,
  lead: {
    left: "You can come back as long as the meeting goes on.",
    ended: "Its link does not work any more.",
    removed: "Ask a host if you think this was a mistake.",
    moved: "Go on there, or move it back here.",
    elsewhere: "Here the connection was lost for too long. Go on there, or move the call here.",
    lost: "Check your network, then rejoin.",
  } satisfies Record<Over, string>,
  leadRefused: "The call broke off. You can try to come back.",
  rejoin: "Rejoin meeting",
  who: "Who was there",
};

export const end = {
  heading: "End the meeting for everyone?",
  notConnected: "This works again as soon as the connection is back.",
  lead: (others: number) =>
    others === 0
      ? "The link stops working and cannot be used again."
      : count(others, {
          one: "# other person is in the call and will be disconnected. The link stops working.",
          other: "# other people are in the call and will be disconnected. The link stops working.",
        }),
};
