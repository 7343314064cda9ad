// @vitest-environment happy-dom
import { useState } from "preact/hooks";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Button } from "../../src/ui/parts/button";
import { LanguageChoice, Translated } from "../../src/ui/parts/language";
import { problemWords, speak, text } from "../../src/ui/text";
import { settle } from "./drawing";
import { type Screen, show } from "./screen";

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.restoreAllMocks();
  speak("en");
});

/** Keeps what was clicked, as a form keeps what was typed. */
function Counting() {
  const [clicks, setClicks] = useState(0);
  return <Button onClick={() => setClicks(clicks + 1)}>{`${text.toolbar.leave} ${clicks}`}</Button>;
}

async function translated(
  around = "",
  wanted: readonly string[] = ["en-US"],
): Promise<[Screen, HTMLElement]> {
  vi.spyOn(navigator, "languages", "get").mockReturnValue([...wanted]);
  const root = document.createElement("div");
  const screen = await show(
    <Translated root={root} around={around}>
      {() => [<Counting key="counting" />, <LanguageChoice key="choice" />]}
    </Translated>,
  );
  return [screen, root];
}

const chosen = (screen: Screen, name: string) => (screen.get("combobox", name) as HTMLSelectElement).value;

it.each([
  ["", ["en-US"], "en"],
  ["", ["zh-CN", "en"], "zh-CN"],
  ["zh-CN", ["en-US"], "zh-CN"],
  ["en", ["zh-CN"], "en"],
  ["fr-FR", ["zh-CN", "fr"], "zh-CN"],
] as const)("with %j around it and %j wanted the interface speaks %s", async (around, wanted, language) => {
  const [screen, root] = await translated(around, wanted);
  expect(root.lang).toBe(language);
  expect(screen.has("button", language === "en" ? "Leave meeting 0" : "离开会议 0")).toBe(true);
});

it("a choice changes every word at once, keeps what was typed, and is remembered", async () => {
  const [screen, root] = await translated();
  await screen.click("Leave meeting 0");
  await screen.choose("Language", "zh-CN");
  expect(screen.get("button").textContent).toBe("离开会议 1");
  expect(root.lang).toBe("zh-CN");
  expect(chosen(screen, "语言")).toBe("zh-CN");
  expect(problemWords({ code: "meeting_full", message: "" })).toBe("会议人数已满。请等有人离开后再试。");

  const [again] = await translated();
  expect(again.has("button", "离开会议 0")).toBe(true);
  await again.choose("语言", "");
  expect(again.has("button", "Leave meeting 0")).toBe(true);
  expect(screen.has("button", "Leave meeting 1"), "the other cell, too").toBe(true);
});

it("a choice in another tab counts here", async () => {
  const [screen] = await translated();
  localStorage.setItem("notebook-meet.language", "zh-CN");
  await settle(() => window.dispatchEvent(new Event("storage")));
  expect(screen.has("button", "离开会议 0")).toBe(true);
});

it("where nothing can be stored, a choice holds while the page lives", async () => {
  for (const name of ["getItem", "setItem"] as const)
    vi.spyOn(Storage.prototype, name).mockImplementation(() => {
      throw new DOMException("forbidden", "SecurityError");
    });
  const [screen] = await translated();
  await screen.choose("Language", "zh-CN");
  expect(chosen(screen, "语言")).toBe("zh-CN");
});

it("what another version stored and this one does not know is as good as nothing", async () => {
  localStorage.setItem("notebook-meet.language", "tlh");
  const [screen] = await translated();
  expect(chosen(screen, "Language")).toBe("");
});

it("a code that this page does not know is told in the server's words", () => {
  speak("zh-CN");
  expect(problemWords({ code: "new_trouble", message: "Something new." })).toBe("Something new.");
  expect(problemWords({ code: "new_trouble", message: "" })).toBe(text.errors.internal);
  expect(problemWords({ code: "throttled", message: "", retryAfter: 3.2 })).toMatch(/4 秒后重试/);
});
