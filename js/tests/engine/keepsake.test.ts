import { expect, it } from "vitest";
import { createKeepsake } from "../../src/engine/keepsake";
import { SECRET } from "./make";

function storage(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key),
  } as unknown as Storage;
}

it("is there after a reload of the tab, for that meeting on that server", () => {
  const tab = storage();
  const keep = (root: string, meeting: string) => createKeepsake(() => tab, root, meeting);
  keep("https://a/", "one").keep(SECRET);
  expect(keep("https://a/", "one").recall()).toBe(SECRET);
  expect(keep("https://a/", "two").recall()).toBeNull();
  expect(keep("https://b/", "one").recall()).toBeNull();
  keep("https://a/", "one").keep(null);
  expect(keep("https://a/", "one").recall()).toBeNull();
});

it("lives as long as the page where there is no storage", () => {
  const keepsake = createKeepsake(
    () => {
      throw new Error("SecurityError");
    },
    "https://a/",
    "one",
  );
  keepsake.keep(SECRET);
  expect(keepsake.recall()).toBe(SECRET);
});

it("is nothing when something else stands there", () => {
  const tab = storage();
  tab.setItem("notebook-meet.resume https://a/one", "not a token");
  expect(createKeepsake(() => tab, "https://a/", "one").recall()).toBeNull();
});
