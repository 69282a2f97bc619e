// What a batch sheet makes of its rows, and how much it is.
import { expect, test } from "vitest";
import { type BatchSheet, cellKey, cellsOf, NO_STYLE, USUAL, withoutPrompt } from "./sheet";

const sheet: BatchSheet = {
  characters: ["mira", "teo"],
  prompts: ["a boat", "a window"],
  styles: [USUAL, "Golden"],
  count: 5,
  format_id: null,
  leftOut: [],
};
const styles = new Map([
  [
    "mira",
    [
      { id: "m1", name: "Studio", is_default: true },
      { id: "m2", name: "Golden", is_default: false },
    ],
  ],
  ["teo", [{ id: "t1", name: "Golden", is_default: true }]],
]);

const total = (of: BatchSheet) => cellsOf(of, styles).reduce((sum, { count }) => sum + count, 0);

test("a sheet makes characters × prompts × styles × count", () => {
  expect(total({ ...sheet, characters: ["mira"] })).toBe(1 * 2 * 2 * 5);
});

test("a style is each character's own of that name, and the same one is not made twice", () => {
  const [, , teo] = cellsOf(sheet, styles);
  expect(teo?.requests.map(({ style_id }) => style_id)).toEqual(["t1"]);
});

test("a style that a character lacks is left out of its cells", () => {
  expect(cellsOf({ ...sheet, styles: ["Studio"] }, styles).map(({ count }) => count)).toEqual([5, 5, 0, 0]);
});

test("without a style is said to the program", () => {
  const [first] = cellsOf({ ...sheet, styles: [NO_STYLE] }, styles);
  expect(first?.requests).toEqual([{ character_id: "mira", prompt: "a boat", without_style: true, count: 5 }]);
});

test("cells that are left out and prompts without words make nothing", () => {
  expect(total({ ...sheet, prompts: ["a boat", " "], leftOut: [cellKey("teo", 0)] })).toBe(10);
});

test("taking a prompt out keeps what was left out of the others", () => {
  const next = withoutPrompt({ ...sheet, leftOut: [cellKey("mira", 0), cellKey("teo", 1)] }, 0);
  expect(next.prompts).toEqual(["a window"]);
  expect(next.leftOut).toEqual([cellKey("teo", 0)]);
});
