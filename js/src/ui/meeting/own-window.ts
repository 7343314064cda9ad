/** Like a call's window and not like a tab; the browser takes what it has room for. */
const FEATURES = "popup,width=1024,height=720";

/**
 * Opens the meeting in a window of its own. There the person is asked once, and the call moves: who is in it already stays the
 * same participant. Until then it goes on here.
 */
export function openWindow(address: string): void {
  const opened = window.open(address, "_blank", FEATURES);
  if (opened) opened.opener = null;
  else follow(address);
}

/** Editors open links where they refuse `window.open`. */
function follow(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  document.body.append(link);
  link.click();
  link.remove();
}
