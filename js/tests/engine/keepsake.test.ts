import { expect, it } from "vitest";
import { createKeepsake } from "../../src/engine/keepsake";
import { SECRET } from "./make";

function storage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key),
    items,
  } as unknown as Storage & { readonly items: Map<string, string> };
}

/** A page in a tab with this storage. */
function page(area: () => Storage) {
  const listeners: [() => void, () => void][] = [];
  const onLeave = (...both: [() => void, () => void]) => {
    listeners.push(both);
    return () => void listeners.splice(listeners.indexOf(both), 1);
  };
  return {
    keepsake: (root = "https://a/", meeting = "one") =>
      createKeepsake({ storage: area, onLeave }, root, meeting),
    hide() {
      for (const [hide] of listeners) hide();
    },
    show() {
      for (const [, show] of listeners) show();
    },
  };
}

it("is there after a reload of the tab, for that meeting on that server", () => {
  const tab = storage();
  const before = page(() => tab);
  before.keepsake().keep(SECRET);
  before.hide();
  const after = page(() => tab);
  expect(after.keepsake("https://a/", "two").recall()).toBeNull();
  expect(after.keepsake("https://b/", "one").recall()).toBeNull();
  const keepsake = after.keepsake();
  expect(keepsake.recall()).toBe(SECRET);
  keepsake.keep(null);
  after.hide();
  expect(
    page(() => tab)
      .keepsake()
      .recall(),
  ).toBeNull();
});

it("is not in the storage while the page lives, so that a duplicated tab has nothing of it", () => {
  const tab = storage();
  page(() => tab)
    .keepsake()
    .keep(SECRET);
  expect(tab.items.size).toBe(0);
  const back = page(() => tab);
  const keepsake = back.keepsake();
  keepsake.keep(SECRET);
  back.hide();
  expect(tab.items.size).toBe(1);
  back.show();
  expect([tab.items.size, keepsake.recall()]).toEqual([0, SECRET]);
});

it("is left for the meeting's next call in this page", () => {
  const tab = storage();
  const { keepsake, hide } = page(() => tab);
  const first = keepsake();
  first.keep(SECRET);
  first.close();
  const second = keepsake();
  expect(second.recall()).toBe(SECRET);
  second.keep(null);
  hide();
  expect(tab.items.size).toBe(0);
});

it("lives as long as the page where there is no storage", () => {
  const keepsake = page(() => {
    throw new Error("SecurityError");
  }).keepsake();
  keepsake.keep(SECRET);
  expect(keepsake.recall()).toBe(SECRET);
});

it("is nothing when something else stands there", () => {
  const tab = storage();
  tab.setItem("notebook-meet.resume https://a/one", "not a token");
  expect(
    page(() => tab)
      .keepsake()
      .recall(),
  ).toBeNull();
});
