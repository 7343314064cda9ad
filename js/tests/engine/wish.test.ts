import { describe, expect, it } from "vitest";
import { together } from "../../src/engine/seen";
import { readWish, type Wish, wishOf, writeWish } from "../../src/engine/wish";

const size = (width: number, height: number) => ({ width, height });
const wish = (camera: unknown, screen: unknown = null, more: object = {}) =>
  JSON.stringify({ type: "wish", camera, screen, ...more });

describe("a wish", () => {
  it.each<Wish>([
    { camera: size(640, 360), screen: null },
    { camera: null, screen: size(1, 16_384) },
    { camera: null, screen: null },
  ])("arrives as it was said: %j", (said) => {
    expect(readWish(writeWish(said))).toEqual(said);
  });

  it("is said in whole pixels that a screen can have", () => {
    expect(writeWish({ camera: size(320.2, 0.4), screen: size(1e9, Number.POSITIVE_INFINITY) })).toBe(
      wish([321, 1], [16_384, 16_384]),
    );
  });

  it("of more than any screen has is for what one can have", () => {
    expect(readWish(wish([1e300, 20_000]))?.camera).toEqual(size(16_384, 16_384));
  });

  it.each([
    ["no text", new ArrayBuffer(8)],
    ["no JSON", "{"],
    ["nothing", ""],
    ["null", "null"],
    ["a number", "7"],
    ["another type", JSON.stringify({ type: "hello", camera: null, screen: null })],
    ["no type", JSON.stringify({ camera: null, screen: null })],
    ["a missing field", JSON.stringify({ type: "wish", camera: null })],
    ["zero", wish([0, 360])],
    ["less than zero", wish([-640, 360])],
    ["half a pixel", wish([0.5, 360])],
    ["words", wish(["640", "360"])],
    ["one number", wish([640])],
    ["three numbers", wish([640, 360, 1])],
    ["an object", wish({ width: 640, height: 360 })],
    ["no numbers", wish([null, null])],
    ["a prototype", '{"type":"wish","__proto__":{"camera":null,"screen":null}}'],
    ["far too much", wish([640, 360], null, { more: "x".repeat(200) })],
    ["deep nesting", "[".repeat(150)],
  ])("that is %s is none", (_, data) => {
    expect(readWish(data)).toBeNull();
  });

  it("may have fields that are not known yet", () => {
    expect(readWish(wish([640, 360], null, { sound: true }))?.camera).toEqual(size(640, 360));
  });
});

describe("what a page wants of somebody", () => {
  const grace = { id: "grace", source: "camera", width: 320, height: 192 } as const;
  const sights = together([grace, { ...grace, id: "alan", source: "screen" }]);

  it.each([
    ["grace", { camera: size(320, 192), screen: null }],
    ["alan", { camera: null, screen: size(320, 192) }],
    ["emmy", { camera: null, screen: null }],
  ])("is what it shows of %s", (id, expected) => {
    expect(wishOf(id, sights)).toEqual(expected);
  });
});
