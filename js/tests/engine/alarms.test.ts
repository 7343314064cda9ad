import { expect, it } from "vitest";
import { Alarms } from "../../src/engine/alarms";
import { Clock } from "./clock";

it("rings at the moment that was set, also when the timer comes too early, or late", async () => {
  const rung: number[] = [];
  const clock = new Clock();
  const early = { now: clock.now, after: (ms: number, run: () => void) => clock.after(ms - 1, run) };
  new Alarms(early, (now) => rung.push(now)).at(1000);
  await clock.pass(999);
  expect(rung).toEqual([1000]);
  new Alarms(clock, (now) => rung.push(now)).at(2000);
  clock.sleep(5000);
  await clock.pass(0);
  expect(rung).toEqual([1000, 5999]);
});

it("rings no more once it is stopped", async () => {
  const rung: number[] = [];
  const clock = new Clock();
  const alarms = new Alarms(clock, (now) => rung.push(now));
  alarms.at(1000);
  alarms.stop();
  await clock.pass(2000);
  expect(rung).toEqual([]);
});
