// Where notices stand beside selection bars and dialogs, in both window sizes.
import { expect, test } from "vitest";
import { placeFor } from "./noticePlace";

const LARGE = { width: 1280, height: 800 };
const SMALL = { width: 900, height: 600 };
const STATUS_PX = 26;
const rect = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

test("with nothing in the way they stand above the status bar", () => {
  expect(placeFor(LARGE, STATUS_PX, [], null)).toEqual({ at: "bottom", px: 38 });
});

test("they stand above a bar that reaches under them, and mind no other", () => {
  expect(placeFor(SMALL, STATUS_PX, [rect(300, 524, 500, 38)], null)).toEqual({ at: "bottom", px: 88 });
  expect(placeFor(LARGE, STATUS_PX, [rect(300, 724, 500, 38)], null)).toEqual({ at: "bottom", px: 38 });
});

test("beside a dialog they stay; where it takes their place they go to the top", () => {
  expect(placeFor(LARGE, STATUS_PX, [], rect(400, 176, 480, 400)).at).toBe("bottom");
  expect(placeFor(SMALL, STATUS_PX, [], rect(210, 132, 480, 400))).toEqual({ at: "top", px: 12 });
});

test("in a dialog as large as the window they stand above its own foot", () => {
  expect(placeFor(SMALL, STATUS_PX, [rect(0, 548, 900, 52)], rect(0, 0, 900, 600))).toEqual({ at: "bottom", px: 64 });
});
