// What stays in its place when pictures come in above it.
import { expect, test } from "vitest";
import { layOut } from "./gridLayout";
import { type LaidOut, shiftOf } from "./useStaying";

const HEAD_PX = 32;
const ROW_PX = 100;

/** A list in batches of two columns, as their pictures' names say. */
function laidOut(...batches: string[][]): LaidOut {
  const layout = layOut(
    batches.map((batch, at) => ({ label: `Batch ${at}`, count: batch.length })),
    2,
  );
  const topOf = (row: number) =>
    layout.rows.slice(0, row).reduce((sum, { kind }) => sum + (kind === "head" ? HEAD_PX : ROW_PX), 0);
  return { layout, ids: batches.flat(), topOf };
}

test("a batch that comes in above moves what is in sight by its own height", () => {
  const shift = shiftOf(laidOut(["a", "b"]), laidOut(["x", "y", "z"], ["a", "b"]), 0);
  expect(shift).toEqual({ by_px: HEAD_PX + 2 * ROW_PX, above: ["x", "y", "z"] });
});

test("what comes in below moves nothing", () => {
  const before = laidOut(["a"], ["b"]);
  expect(shiftOf(before, laidOut(["a"], ["b"], ["c"]), 0)).toEqual({ by_px: 0, above: [] });
  // In sight is the second batch: what grows before it counts, what grows after it does not.
  const scrolled_px = HEAD_PX + ROW_PX + HEAD_PX + 10;
  expect(shiftOf(before, laidOut(["a", "a2", "a3"], ["b"]), scrolled_px)).toEqual({
    by_px: ROW_PX,
    above: ["a2", "a3"],
  });
});

test("where the first picture in sight is gone, the next one stays", () => {
  const scrolled_px = HEAD_PX + 10;
  const shift = shiftOf(laidOut(["x"], ["a", "b"]), laidOut(["a", "b"]), scrolled_px);
  expect(shift).toEqual({ by_px: -(HEAD_PX + ROW_PX), above: [] });
});

test("without any picture that was in sight there is nothing to keep", () => {
  expect(shiftOf(laidOut(["a"]), laidOut(["x"]), 0)).toBeNull();
  expect(shiftOf(laidOut(), laidOut(["x"]), 0)).toBeNull();
});
