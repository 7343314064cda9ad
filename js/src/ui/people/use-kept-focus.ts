import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/**
 * Keeps the keyboard's place in the rows of `lists` when rows come, go or change their order: on the button that had
 * the focus; where that is gone, in the row that took its place; at last on the heading of the panel.
 */
export function useKeptFocus(lists: RefObject<HTMLElement | null>): void {
  const before = placeIn(lists.current); // now, as long as what was drawn before stands
  useLayoutEffect(() => {
    if (before === null || document.activeElement === before.element) return;
    if (document.activeElement !== null && document.activeElement !== document.body) return; // it was given away
    successor(lists.current, before)?.focus({ preventScroll: true });
  });
}

interface Place {
  readonly element: HTMLElement;
  readonly row: number;
}

function placeIn(lists: HTMLElement | null): Place | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || !lists?.contains(element)) return null;
  return { element, row: rowsOf(lists).findIndex((row) => row.contains(element)) };
}

function successor(lists: HTMLElement | null, { element, row }: Place): HTMLElement | null {
  if (element.isConnected) return element;
  const rows = lists ? rowsOf(lists) : [];
  const near = rows[Math.min(row, rows.length - 1)]?.querySelector("button");
  return near ?? lists?.closest("aside")?.querySelector("h3") ?? null;
}

const rowsOf = (lists: HTMLElement) => [...lists.querySelectorAll("li")];
