/** Brings an element into sight, wherever the notebook has put it. */
export function reveal(element: HTMLElement): void {
  const panel = element.closest('[role="tabpanel"][aria-labelledby].lm-mod-hidden');
  const tab = document.getElementById(panel?.getAttribute("aria-labelledby") ?? "");
  if (tab) press(tab);
  element.scrollIntoView({ block: "center" });
}

/** JupyterLab's tabs ask where the pointer is, and open when it goes down. */
function press(tab: HTMLElement): void {
  const { left, top, width, height } = tab.getBoundingClientRect();
  const where = { clientX: left + width / 2, clientY: top + height / 2, button: 0, bubbles: true };
  tab.dispatchEvent(new PointerEvent("pointerdown", where));
  tab.dispatchEvent(new PointerEvent("pointerup", where));
}
