import { expect, it } from "vitest";
import { type Attendance, attend, stays } from "../../src/engine/attendance";
import { id, person } from "../fakes/people";

const visit = (name: string, from: number, until: number | null, key = name) => ({
  id: id(key),
  name,
  from,
  until,
});

it("who comes and who goes begin and end a visit", () => {
  const first = attend([], [person("ada"), person("grace")], 1000);
  const second = attend(first, [person("ada")], 4000);
  expect(second).toEqual([visit("ada", 1000, null), visit("grace", 1000, 4000)]);
});

it.each<[string, Attendance, number]>([
  ["one after the other", [visit("ada", 0, 3000), visit("ada", 5000, 9000, "ada2")], 7],
  ["one beside the other", [visit("ada", 0, 6000), visit("ada", 2000, 9000, "ada2")], 9],
  ["one within the other", [visit("ada", 0, 9000), visit("ada", 2000, 4000, "ada2")], 9],
  ["both still open", [visit("ada", 0, null), visit("ada", 2000, null, "ada2")], 10],
  [
    "a third one after an overlap",
    [visit("ada", 0, 9000), visit("ada", 1000, 2000, "ada2"), visit("ada", 8000, null, "ada3")],
    10,
  ],
])("two visits of one name count every second once: %s", (_, visits, seconds) => {
  expect(stays(visits, 10_000)).toEqual([{ name: "ada", seconds }]);
});

it("nobody's stay is cut by another's", () => {
  expect(stays([visit("ada", 0, 9000), visit("grace", 1000, 2000)], 10_000)).toEqual([
    { name: "ada", seconds: 9 },
    { name: "grace", seconds: 1 },
  ]);
});
