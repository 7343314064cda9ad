/** Keys that belong to the meeting while focus is inside it, and to the notebook otherwise. */

const CONTROLS = "button, input, select, textarea, a[href], summary, [contenteditable]";
const SUPPRESS = "data-lm-suppress-shortcuts";

/**
 * Keeps single keys that are pressed inside `root` from the notebook around it: in JupyterLab `m` would turn the
 * cell into Markdown. Keys with Ctrl, Alt or Cmd stay the notebook's.
 *
 * Lumino listens in the capture phase at the document, so it is told by its own attribute, one step earlier, at
 * the window; nbclassic listens in the bubble phase, so there the event ends at `root`.
 */
export function keepKeys(root: HTMLElement): () => void {
  const before = (event: KeyboardEvent) => root.toggleAttribute(SUPPRESS, isPlain(event));
  const after = (event: KeyboardEvent) => isPlain(event) && event.stopPropagation();
  window.addEventListener("keydown", before, true);
  root.addEventListener("keydown", after);
  return () => {
    window.removeEventListener("keydown", before, true);
    root.removeEventListener("keydown", after);
  };
}

/** The letter of a shortcut, or null when the key was meant for a control or is no shortcut. */
export function shortcut(event: KeyboardEvent): string | null {
  const onControl = event.target instanceof Element && event.target.closest(CONTROLS) !== null;
  return onControl || !isPlain(event) || event.repeat ? null : event.key.toLowerCase();
}

function isPlain(event: KeyboardEvent): boolean {
  return !(event.ctrlKey || event.altKey || event.metaKey);
}
