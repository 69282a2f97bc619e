// Selecting some, and all but some.
import { expect, test } from "vitest";
import { EVERYTHING, extended, isSelected, NOTHING, only, selectionSize, toggled } from "./selection";

test("toggling takes in and leaves out", () => {
  const one = toggled(NOTHING, "a");
  expect([isSelected(one, "a"), selectionSize(one, 10)]).toEqual([true, 1]);
  expect(selectionSize(toggled(one, "a"), 10)).toBe(0);
});

test("all but one is counted by what is filtered", () => {
  const rest = toggled(EVERYTHING, "a");
  expect([isSelected(rest, "a"), isSelected(rest, "b"), selectionSize(rest, 4812)]).toEqual([false, true, 4811]);
  expect(selectionSize(toggled(rest, "a"), 4812)).toBe(4812);
});

test("extending adds, also to all but some", () => {
  expect(selectionSize(extended(only("a"), ["a", "b", "c"]), 10)).toBe(3);
  expect(selectionSize(extended(toggled(EVERYTHING, "a"), ["a"]), 10)).toBe(10);
});
