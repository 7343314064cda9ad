// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hue, initials } from "../../src/ui/parts/avatar";
import { mediaObstacle } from "../../src/ui/parts/environment";
import { Video } from "../../src/ui/parts/video";
import { text } from "../../src/ui/text";
import { plurals } from "../../src/ui/text/plural";
import { settle } from "./drawing";
import { pretendBrowser, show } from "./screen";

describe("avatar", () => {
  it.each([
    ["Ada", "A"],
    ["grace hopper", "GH"],
    ["Jean  Luc  Picard", "JP"],
    ["李华", "李"],
    ["👩‍🚀 Sally", "👩S"],
    ["", ""],
  ])("%s gives %s", (name, letters) => expect(initials(name)).toBe(letters));

  it("gives a name the same colour everywhere", () => {
    expect(hue("Ada")).toBe(hue("Ada"));
    expect(hue("Ada")).not.toBe(hue("Alan"));
    for (const name of ["", "Ada", "x".repeat(64)]) expect(hue(name)).toBeLessThan(360);
  });
});

describe("text", () => {
  it("counts as the language does", () => {
    expect([0, 1, 2].map(text.meeting.people)).toEqual(["0 people", "1 person", "2 people"]);
    const count = plurals("pl");
    const forms = { one: "# osoba", few: "# osoby", many: "# osób", other: "# osoby" };
    expect([1, 3, 5].map((n) => count(n, forms))).toEqual(["1 osoba", "3 osoby", "5 osób"]);
  });

  it.each([
    [0, "0 sec"],
    [59.4, "59 sec"],
    [60, "1 min"],
    [3600, "1 hr"],
    [7265, "2 hr 1 min"],
    [-5, "0 sec"],
  ])("%d seconds are %s", (seconds, words) => expect(text.length(seconds)).toBe(words));
});

describe("where media cannot work", () => {
  beforeEach(() => pretendBrowser());
  afterEach(() => void Reflect.deleteProperty(document, "featurePolicy"));

  it("is told apart", () => {
    expect(mediaObstacle()).toBeNull();
    pretendBrowser({ secure: false });
    expect(mediaObstacle()).toBe("insecure");
    pretendBrowser({ webrtc: false });
    expect(mediaObstacle()).toBe("unsupported");
  });

  it("a frame without the permission for either device has a policy against it", () => {
    const allowed = new Set(["microphone"]);
    const policy = { allowsFeature: (name: string) => allowed.has(name) };
    Object.defineProperty(document, "featurePolicy", { value: policy, configurable: true });
    expect(mediaObstacle()).toBeNull();
    allowed.clear();
    expect(mediaObstacle()).toBe("policy");
  });
});

describe("video", () => {
  /** Stands for the browser's observer: a test says when the element can be seen. */
  let seen: () => void;
  const disconnected = vi.fn();
  const played = vi.fn();

  beforeEach(() => {
    disconnected.mockClear();
    played.mockClear();
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(notify: (entries: { isIntersecting: boolean }[]) => void) {
          seen = () => notify([{ isIntersecting: true }]);
        }
        observe(): void {
          // The test says when.
        }
        disconnect = disconnected;
      },
    );
    HTMLVideoElement.prototype.play = async () => played();
  });

  it("gets its stream once, and plays", async () => {
    const stream = new MediaStream();
    const set = vi.spyOn(HTMLMediaElement.prototype, "srcObject", "set");
    await show(<Video stream={stream} mirrored={false} visible />);
    expect(set).toHaveBeenCalledTimes(1);
    expect(set).toHaveBeenCalledWith(stream);
    expect(played).toHaveBeenCalled();
    set.mockRestore();
  });

  it("plays again when it comes back into sight or the page wakes up", async () => {
    const screen = await show(<Video stream={new MediaStream()} mirrored={false} visible />);
    const video = screen.root.querySelector("video");
    expect(video).not.toBeNull();
    Object.defineProperty(video, "paused", { value: true });
    played.mockClear();
    await settle(() => seen());
    expect(played).toHaveBeenCalledTimes(1);
    await settle(() => document.dispatchEvent(new Event("visibilitychange")));
    expect(played).toHaveBeenCalledTimes(2);
  });

  it("lets go of the stream with the view", async () => {
    const screen = await show(<Video stream={new MediaStream()} mirrored={false} visible />);
    const video = screen.root.querySelector("video");
    const { render } = await import("preact");
    await settle(() => render(null, screen.root));
    expect(video?.srcObject).toBeNull();
    expect(disconnected).toHaveBeenCalled();
  });
});
