import { count } from "./language";

export const common = {
  product: "notebook-meet",
  retryIn: (seconds: number) => count(seconds, { one: "Try in # second.", other: "Try in # seconds." }),
  tryAgain: "Try again",
  dismiss: "Dismiss",
  close: "Close",
  cancel: "Cancel",
  copied: "Copied",
  copyByHand: "Copying is not allowed here. The text is selected: press Ctrl+C or ⌘C.",
  loading: "Looking for the meeting…",
};
