// In which order what waits is shown, and where a moved job goes.
import { expect, test } from "vitest";
import { moved, moveTo } from "./order";

const ids = ["a", "b", "c", "d"];

test.each([
  [3, 0, { job_id: "d", to: "front" }],
  [0, 3, { job_id: "a", to: "end" }],
  [0, 1, { job_id: "a", before: "c" }],
  [2, 1, { job_id: "c", before: "b" }],
  [1, 9, { job_id: "b", to: "end" }],
] as const)("moving place %i to %i is said to the program", (from, to, input) => {
  expect(moveTo(ids, from, to)).toEqual(input);
});

test("a job that stays where it is needs no call", () => {
  expect(moveTo(ids, 1, 1)).toBeNull();
  expect(moveTo(ids, 0, -1)).toBeNull();
});

test("the list shows the move at once", () => {
  expect(moved(ids, 3, 1)).toEqual(["a", "d", "b", "c"]);
});
