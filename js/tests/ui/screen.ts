/** Finds things as people and screen readers do: by role and accessible name. */

import type { ComponentChild } from "preact";
import { render } from "preact";
import { afterEach, vi } from "vitest";
import { isUnsettled, settle } from "./drawing";

const ROLES = {
  alert: '[role="alert"]',
  alertdialog: '[role="alertdialog"]',
  button: "button, [role='button']",
  combobox: "select",
  figure: "figure",
  heading: "h1, h2, h3",
  img: "[role='img']",
  complementary: "aside",
  link: "a[href]",
  list: "ul",
  log: '[role="log"]',
  meter: '[role="meter"]',
  region: "[role='region']",
  status: "output",
  textbox: 'input[type="text"], textarea',
  toolbar: '[role="toolbar"]',
} as const;
export type RoleName = keyof typeof ROLES;

const mounted: HTMLElement[] = [];

afterEach(async () => {
  const forgotten = isUnsettled();
  for (const root of mounted.splice(0)) {
    await settle(() => render(null, root));
    root.remove();
  }
  if (forgotten) throw new Error("The test ended before all that it set off was drawn: await settle(…).");
});

export class Screen {
  readonly root: HTMLElement;
  constructor(root: HTMLElement) {
    this.root = root;
  }

  all(role: RoleName, name?: string): HTMLElement[] {
    const found = [...this.root.querySelectorAll<HTMLElement>(ROLES[role])];
    return name === undefined ? found : found.filter((element) => accessibleName(element) === name);
  }

  /** The only one; throws with what there is instead. */
  get(role: RoleName, name?: string): HTMLElement {
    const [found, ...more] = this.all(role, name);
    if (found && more.length === 0) return found;
    const there = this.all(role).map(accessibleName).join(", ");
    throw new Error(`${1 + more.length} of ${role} "${name}" found; there are: ${there}`);
  }

  has(role: RoleName, name?: string): boolean {
    return this.all(role, name).length > 0;
  }

  async click(name: string): Promise<void> {
    await settle(() => this.get("button", name).click());
  }

  async fill(name: string, value: string): Promise<void> {
    const box = this.get("textbox", name) as HTMLInputElement | HTMLTextAreaElement;
    await settle(() => {
      box.value = value;
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
  }

  async choose(name: string, value: string): Promise<void> {
    const box = this.get("combobox", name) as HTMLSelectElement;
    await settle(() => {
      box.value = value;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  async submit(): Promise<void> {
    const form = this.root.querySelector("form");
    await settle(() => form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
  }

  async press(target: HTMLElement, key: string, modifiers: KeyboardEventInit = {}): Promise<KeyboardEvent> {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...modifiers });
    await settle(() => target.dispatchEvent(event));
    return event;
  }

  get words(): string {
    return this.root.textContent ?? "";
  }
}

/** Draws something as a view of the product does. */
export async function show(what: ComponentChild): Promise<Screen> {
  const root = document.body.appendChild(document.createElement("div"));
  root.className = "nbmeet-root";
  mounted.push(root);
  await settle(() => render(what, root));
  return new Screen(root);
}

/** Puts the page at an address without loading it. */
export function goTo(address: string): void {
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(address);
}

/** A browser that could make calls, unless told otherwise. happy-dom has none of these. */
export function pretendBrowser(browser: { secure?: boolean; webrtc?: boolean } = {}): void {
  const { secure = true, webrtc = true } = browser;
  vi.stubGlobal("isSecureContext", secure);
  vi.stubGlobal("RTCPeerConnection", webrtc ? class {} : undefined);
  const media = secure ? { getUserMedia: vi.fn() } : undefined;
  Object.defineProperty(navigator, "mediaDevices", { value: media, configurable: true });
}

/** The part of the accessible-name computation that this product needs. */
export function accessibleName(element: Element): string {
  const label = element.getAttribute("aria-label") ?? labelWords(element);
  return (label ?? visibleText(element)).trim();
}

function labelWords(element: Element): string | null {
  if (!element.matches("input, select")) return null;
  return element.closest("label")?.querySelector("span")?.textContent ?? null;
}

function visibleText(node: Node): string {
  if (node instanceof Element && node.getAttribute("aria-hidden") === "true") return "";
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
  return [...node.childNodes].map(visibleText).join("");
}
