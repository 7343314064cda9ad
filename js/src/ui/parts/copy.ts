/**
 * Puts text on the clipboard. Must be called from a click.
 *
 * The Clipboard API is missing on insecure pages and refused in some frames; the old command still works in
 * most of them. Returns false when neither does: then the text has to be copied by hand.
 */
export async function copyText(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return copyBySelecting(words); // no such API (TypeError) or not allowed (NotAllowedError)
  }
}

function copyBySelecting(words: string): boolean {
  if (typeof document.execCommand !== "function") return false;
  const before = document.activeElement;
  // In a modal dialog or in full screen, only what is inside can be focused.
  const home = before?.closest("dialog, .nbmeet-root") ?? document.body;
  const area = document.createElement("textarea");
  area.className = "nbmeet-unseen";
  area.value = words;
  home.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
