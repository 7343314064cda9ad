import { expect, it } from "vitest";
import { problem } from "../../src/engine/api";
import { Outage, SILENT } from "../../src/engine/outage";
import { Clock } from "./clock";

const BUSY = problem("server_busy");

function trouble() {
  const clock = new Clock();
  let told = 0;
  const outage = new Outage(clock, () => {
    told += 1;
  });
  return { clock, outage, told: () => told };
}

it("is nothing to tell for 10 s", async () => {
  const { clock, outage, told } = trouble();
  expect(outage.notice(SILENT)).toBe("reconnecting");
  await clock.pass(9999);
  expect([outage.problem, told()]).toEqual([null, 0]);
  await clock.pass(1);
  expect([outage.problem, told(), outage.notice()]).toEqual([SILENT, 1, "unreachable"]);
});

it("has the latest reason, and calls only a silent server unreachable", async () => {
  const { clock, outage } = trouble();
  outage.notice(SILENT);
  outage.notice(BUSY);
  await clock.pass(10_000);
  expect([outage.problem, outage.notice()]).toEqual([BUSY, "reconnecting"]);
  expect([outage.notice(SILENT), outage.problem]).toEqual(["unreachable", SILENT]);
});

it("begins anew after its end", async () => {
  const { clock, outage } = trouble();
  outage.notice(BUSY);
  await clock.pass(10_000);
  outage.end();
  expect([outage.problem, clock.pending]).toEqual([null, 0]);
  outage.notice();
  await clock.pass(10_000);
  expect(outage.problem).toEqual(SILENT);
});
