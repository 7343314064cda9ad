import { expect, it } from "vitest";
import { ahead } from "../../src/engine/ahead";
import { Clock } from "./clock";

function counting() {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return `answer ${asked}`;
  };
  return { ask, asked: () => asked };
}

it("asks at once, and gives that answer to the first who comes", async () => {
  const { ask, asked } = counting();
  const answer = ahead(ask, new Clock());
  expect(asked()).toBe(1);
  expect([await answer(), await answer(), await answer()]).toEqual(["answer 1", "answer 2", "answer 3"]);
});

it("asks again for one that has waited for 15 s", async () => {
  const clock = new Clock();
  const { ask } = counting();
  const [early, late] = [ahead(ask, clock), ahead(ask, clock)];
  clock.sleep(14_999);
  expect(await early()).toBe("answer 1");
  clock.sleep(1);
  expect(await late()).toBe("answer 3");
});

it("tells a refusal to whoever comes, and bothers nobody else with it", async () => {
  const answer = ahead(async () => Promise.reject(new Error("refused")), new Clock());
  await new Promise(setImmediate);
  await expect(answer()).rejects.toThrow("refused");
});
