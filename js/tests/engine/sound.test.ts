import { beforeEach, expect, it } from "vitest";
import { Sound } from "../../src/engine/sound";
import { settle } from "./clock";
import { FakeAudio, stream, track } from "./fake-media";

beforeEach(() => {
  FakeAudio.refuses = false;
});

function listen(silent = false) {
  const elements: FakeAudio[] = [];
  const told: boolean[] = [];
  const sound: Sound = new Sound({
    element: () => {
      const element = new FakeAudio();
      elements.push(element);
      return element as unknown as HTMLAudioElement;
    },
    stream,
    silent,
    changed: () => told.push(sound.muffled),
  });
  return { sound, elements, told };
}

it("plays only the sound, once", async () => {
  const { sound, elements } = listen();
  const all = stream([track("audio"), track("video")]);
  sound.play("grace", all);
  sound.play("grace", all);
  await settle();
  expect(elements).toHaveLength(1);
  expect(elements[0]?.playing).toBe(true);
  expect(elements[0]?.srcObject?.getTracks().map(({ kind }) => kind)).toEqual(["audio"]);
});

it("follows another stream, and stops with none", async () => {
  const { sound, elements } = listen();
  sound.play("grace", stream([track("audio")]));
  sound.play("grace", stream([track("audio")]));
  await settle();
  expect(elements.map(({ playing }) => playing)).toEqual([false, true]);
  sound.play("grace", null);
  expect(elements.map(({ playing, srcObject }) => [playing, srcObject])).toEqual([
    [false, null],
    [false, null],
  ]);
});

it("plays through the chosen speaker, also who comes later; one that is gone does no harm", async () => {
  const { sound, elements } = listen();
  sound.play("grace", stream([track("audio")]));
  sound.through("headset");
  sound.play("alan", stream([track("audio")]));
  sound.through("gone");
  await settle();
  expect(elements.map(({ sink, playing }) => [sink, playing])).toEqual([
    ["headset", true],
    ["headset", true],
  ]);
});

it("is muffled while the browser refuses, until a click", async () => {
  const { sound, elements, told } = listen();
  FakeAudio.refuses = true;
  sound.play("grace", stream([track("audio")]));
  sound.play("alan", stream([track("audio")]));
  await settle();
  FakeAudio.refuses = false;
  sound.hear();
  await settle();
  expect(told).toEqual([true, false]);
  expect(elements.map(({ playing }) => playing)).toEqual([true, true]);
});

it("holds everything back until the click, who comes later too", async () => {
  const { sound, elements, told } = listen(true);
  expect(sound.muffled).toBe(true);
  sound.play("grace", stream([track("audio")]));
  await settle();
  sound.hear();
  sound.play("alan", stream([track("audio")]));
  await settle();
  expect(sound.muffled).toBe(false);
  expect(told).toEqual([false]);
  expect(elements.map(({ playing }) => playing)).toEqual([true, true]);
});

it("plays nothing before that click", async () => {
  const { sound, elements } = listen(true);
  sound.play("grace", stream([track("audio")]));
  await settle();
  expect(elements.map(({ playing }) => playing)).toEqual([false]);
});
