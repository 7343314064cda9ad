/** Shows one scene: `?scene=prejoin`. Only for looking at; never shipped. */

import { render } from "preact";
import { CallScreen } from "../../src/ui/call-screen";
import { Create } from "../../src/ui/create";
import type { Home } from "../../src/ui/home";
import { Translated } from "../../src/ui/parts/language";
import { CREATED_AT, FakeServer, MEETING_ID } from "../ui/fakes";
import { type Scene, scenes } from "./scenes";

const name = new URLSearchParams(location.search).get("scene") ?? "";
const scene = scenes[name]?.();
if (scene) show(scene);
else for (const one of Object.keys(scenes)) link(one);

function show(shown: Scene): void {
  const root = document.createElement("div");
  document.body.append(root);
  document.body.classList.add(shown.kind === "cell" ? "gallery-notebook" : "gallery-page");
  root.className = shown.kind === "cell" ? "nbmeet-root nbmeet-cell" : "nbmeet-root nbmeet-page";
  const inside = () =>
    shown.kind === "create" ? (
      <Create server={new FakeServer()} onCreated={() => undefined} />
    ) : (
      <CallScreen call={shown.call} home={{ ...home(shown.kind), ...shown.home }} />
    );
  render(
    <Translated root={document.documentElement} around="en">
      {inside}
    </Translated>,
    root,
  );
}

function home(kind: Home["kind"]): Home {
  return {
    kind,
    title: kind === "cell" ? "Linear algebra, office hours" : "",
    createdAt: kind === "cell" ? CREATED_AT : null,
    name: "",
    publicUrl: "",
    meetingId: MEETING_ID,
    kernelAddress: "",
    eager: name !== "prejoin-saved",
    createNew: kind === "page" ? () => undefined : null,
    logIn: null,
  };
}

function link(one: string): void {
  const anchor = document.createElement("a");
  anchor.href = `?scene=${one}`;
  anchor.textContent = `${one} `;
  document.body.append(anchor);
}

declare global {
  interface Window {
    /** What shoot.py clicks before it takes the picture. */
    galleryClicks: readonly string[];
    galleryScenes: readonly string[];
  }
}
window.galleryClicks = scene?.clicks ?? [];
window.galleryScenes = Object.keys(scenes);
