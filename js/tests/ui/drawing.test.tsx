// @vitest-environment happy-dom
import { useEffect, useState } from "preact/hooks";
import { expect, it } from "vitest";
import { isUnsettled, settle } from "./drawing";
import { show } from "./screen";

/** Asks again after each answer, until it has asked `times` times. */
function Asking({ times }: { readonly times: number }) {
  const [answered, setAnswered] = useState(0);
  useEffect(() => {
    if (answered < times) void Promise.resolve(answered + 1).then(setAnswered);
  }, [answered, times]);
  return <output>{answered}</output>;
}

it("settles only when answers, and the questions that follow from them, have all been drawn", async () => {
  const screen = await show(<Asking times={9} />);
  expect(screen.words).toBe("9");
});

it("draws nothing behind a test's back, however long the test waits", async () => {
  let count: () => void = () => undefined;
  function Counter() {
    const [counted, setCounted] = useState(0);
    count = () => setCounted(counted + 1);
    return <output>{counted}</output>;
  }
  const screen = await show(<Counter />);
  count();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  expect([screen.words, isUnsettled()]).toEqual(["0", true]);
  await settle();
  expect([screen.words, isUnsettled()]).toEqual(["1", false]);
});
