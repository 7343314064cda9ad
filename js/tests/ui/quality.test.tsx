// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { Own } from "../../src/engine/grades";
import type { CallState } from "../../src/engine/model";
import { CallScreen } from "../../src/ui/call-screen";
import { plight } from "../../src/ui/meeting/plight";
import { quality } from "../fakes/quality";
import { settle } from "./drawing";
import { FakeCall, tile } from "./fakes";
import { CELL } from "./homes";
import { pretendBrowser, show } from "./screen";

const WELL: Own = { upload: "good", download: "good", busy: false };
const ADA = tile("Ada", { you: true });

function call(tiles = [tile("Grace")], change: Partial<CallState> = {}): FakeCall {
  const made = new FakeCall();
  made.enter([ADA, ...tiles], change);
  return made;
}

const open = (made: FakeCall) => show(<CallScreen call={made} home={CELL} />);
const described = (element: HTMLElement) => element.getAttribute("aria-description");

const seeing = (...tracks: string[]) => {
  const received = tracks.map((track, at) => ({
    track,
    width: 640 / (at + 1),
    height: 360 / (at + 1),
    frameRate: 24,
  }));
  return { received };
};
const showing = (track: string) =>
  Object.assign(new MediaStream(), { getVideoTracks: () => [{ id: track } as MediaStreamTrack] });

beforeEach(() => pretendBrowser());

describe("the mark on a tile", () => {
  it("is missing while nothing is known", async () => {
    const screen = await open(call());
    expect(screen.words).not.toContain("connection:");
  });

  it.each([
    ["Good connection", "good", "direct, 24 ms, 0 % lost, 640×360", {}],
    [
      "Weak connection",
      "weak",
      "relayed, 310 ms, 4 % lost, 640×360",
      { route: "relayed", roundTrip: 310, lost: 4.4 },
    ],
    ["Poor connection", "poor", "direct, 0.5 % lost", { roundTrip: null, lost: 0.46, received: [] }],
    ["Good connection", "good", "", { route: null, roundTrip: null, lost: null, received: [] }],
  ] as const)("says %s in words and figures", async (name, grade, figures, change) => {
    const grace = tile("Grace", {
      stream: showing("g"),
      quality: quality(grade, { ...seeing("g"), ...change }),
    });
    const screen = await open(call([grace]));
    const mark = screen.get("button", name);
    expect(described(mark)).toBe(figures);
    expect(mark.nextElementSibling?.textContent).toBe(figures ? `${name}: ${figures}` : name);
  });

  it("gives the size of the picture that the tile shows, and of none while the camera is off", async () => {
    const two = quality("good", seeing("screen", "camera"));
    const made = call([tile("Grace", { stream: showing("camera"), quality: two })]);
    const screen = await open(made);
    expect(described(screen.get("button", "Good connection"))).toContain("320×180");
    const dark = tile("Grace", { stream: showing("camera"), quality: two, camera: false });
    await settle(() => made.change({ tiles: [ADA, dark] }));
    expect(described(screen.get("button", "Good connection"))).not.toContain("×");
  });

  it("takes the only picture for the one shown where the browser does not say", async () => {
    const screen = await open(
      call([tile("Grace", { stream: showing("g"), quality: quality("good", seeing("")) })]),
    );
    expect(described(screen.get("button", "Good connection"))).toContain("640×360");
  });

  it.each([
    ["Good upload", "good", 850_000, "850 kbit/s, 640×360"],
    ["Slow upload", "weak", 1_240_000, "1.2 Mbit/s, 640×360"],
    ["Very slow upload", "poor", null, "640×360"],
  ] as const)("on the own tile is about what goes out: %s", async (name, grade, up, figures) => {
    const made = call();
    made.enter([tile("Ada", { you: true, quality: quality(grade, { up }) })]);
    const screen = await open(made);
    expect(described(screen.get("button", name))).toBe(figures);
  });

  it("stays open after a click until the next, or until the focus goes", async () => {
    const screen = await open(call([tile("Grace", { quality: quality("good") })]));
    const mark = screen.get("button", "Good connection");
    const expanded = () => mark.getAttribute("aria-expanded");
    await screen.click("Good connection");
    expect(expanded()).toBe("true");
    await screen.click("Good connection");
    expect(expanded()).toBe("false");
    await screen.click("Good connection");
    await settle(() => mark.dispatchEvent(new FocusEvent("blur")));
    expect(expanded()).toBe("false");
  });
});

describe("what is slow", () => {
  const kind = (own: Partial<Own>, ...others: string[]) =>
    plight({ own: { ...WELL, ...own }, tiles: [ADA, ...others.map((name) => tile(name))] })?.kind ?? null;

  it.each([
    [null, {}, ["Grace", "Alan"]],
    ["upload", { upload: "weak" }, ["Grace", "Alan"]],
    ["uploadPoor", { upload: "poor", download: "poor" }, ["Grace", "Alan"]],
    ["download", { upload: "weak", download: "poor" }, ["Grace", "Alan"]],
    [null, { download: "weak" }, ["Grace", "Alan"]],
    ["busy", { busy: true }, ["Grace", "Alan"]],
    ["path", { upload: "weak" }, ["Grace"]],
    ["pathPoor", { upload: "poor" }, ["Grace"]],
    [null, { upload: "poor", busy: true }, []],
  ] as const)("is %s", (expected, own, others) => {
    expect(kind(own, ...others)).toBe(expected);
  });

  it("is said politely, and not again in this call once it was read", async () => {
    const made = call([tile("Grace"), tile("Alan")], { own: { ...WELL, upload: "weak" } });
    const screen = await open(made);
    expect(screen.words).toContain("Your upload is slow: others may see you blurred.");
    expect(screen.has("alert")).toBe(false);
    await screen.click("Dismiss");
    expect(screen.words).not.toContain("Your upload is slow");
    await settle(() => made.change({ own: WELL }));
    await settle(() => made.change({ own: { ...WELL, upload: "weak" } }));
    expect(screen.words).not.toContain("Your upload is slow");
    await settle(() => made.change({ own: { ...WELL, upload: "poor" } }));
    expect(screen.words).toContain("Your upload is very slow");
  });

  it("goes by itself when it is over", async () => {
    const made = call([tile("Grace")], { own: { ...WELL, upload: "weak" } });
    const screen = await open(made);
    expect(screen.words).toContain("The connection to Grace is slow");
    await settle(() => made.change({ own: WELL }));
    expect(screen.words).not.toContain("is slow");
  });
});

describe("the strip", () => {
  const away = { presence: "reconnecting", link: "interrupted" } as const;

  it.each([
    ["Connected", [tile("Grace", { link: "interrupted" }), tile("Alan")]],
    ["Connected", [tile("Grace", away)]],
    ["Connected", [tile("Grace", { link: "connecting" })]],
    ["Picture and sound are interrupted", [tile("Grace", { link: "failed" })]],
    ["Picture and sound are interrupted", [tile("Grace", { link: "interrupted" }), tile("Alan", away)]],
  ])("says %s", async (words, tiles) => {
    const screen = await open(call(tiles));
    expect(screen.get("status", "Connection").textContent).toBe(words);
  });

  it("speaks of the server first", async () => {
    const screen = await open(call([tile("Grace", { link: "interrupted" })], { connection: "reconnecting" }));
    expect(screen.get("status", "Connection").textContent).toBe("Reconnecting");
  });
});
