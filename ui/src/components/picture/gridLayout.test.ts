// Where the keys lead in a grid, with headings and rows that are not full.
import { expect, test } from "vitest";
import { type GridMove, layOut, moveCursor, rowOf } from "./gridLayout";

// Four columns. Today: 0 1 2 3 / 4 5. Yesterday: 6 7 8 9 / 10.
const TWO_DAYS = layOut(
  [
    { label: "Today", count: 6 },
    { label: "Yesterday", count: 5 },
  ],
  4,
);

test("headings and rows follow each other", () => {
  expect(TWO_DAYS.rows).toEqual([
    { kind: "head", label: "Today", count: 6 },
    { kind: "pictures", first: 0, count: 4 },
    { kind: "pictures", first: 4, count: 2 },
    { kind: "head", label: "Yesterday", count: 5 },
    { kind: "pictures", first: 6, count: 4 },
    { kind: "pictures", first: 10, count: 1 },
  ]);
});

test("an empty group has no heading", () => {
  expect(layOut([{ label: "Today", count: 0 }], 4).rows).toEqual([]);
});

test.each([0, 3, 4, 5, 6, 9, 10])("the row that holds picture %i", (index) => {
  const row = TWO_DAYS.rows[rowOf(TWO_DAYS, index)];
  expect(row?.kind === "pictures" && index >= row.first && index < row.first + row.count).toBe(true);
});

test.each<[number, GridMove, number]>([
  [0, "left", 0],
  [0, "right", 1],
  [3, "right", 4],
  [10, "right", 10],
  [1, "down", 5],
  [3, "down", 5],
  [5, "down", 7],
  [9, "down", 10],
  [10, "down", 10],
  [7, "up", 5],
  [9, "up", 5],
  [2, "up", 2],
  [5, "home", 0],
  [5, "end", 10],
  [1, "pageDown", 7],
  [7, "pageUp", 1],
  [0, "pageDown", 6],
])("from %i %s leads to %i", (from, move, to) => {
  expect(moveCursor(TWO_DAYS, from, move, 2)).toBe(to);
});

test("in an empty grid the cursor is nowhere", () => {
  expect(moveCursor(layOut([{ count: 0 }], 4), 0, "down", 3)).toBe(-1);
});

test("a cursor beyond the end comes back into the grid", () => {
  expect(moveCursor(TWO_DAYS, 99, "left", 2)).toBe(9);
});
