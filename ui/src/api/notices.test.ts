// What is said in passing, and what is laid together.
import { beforeEach, expect, test } from "vitest";
import { dismiss, notices, say } from "./notices";

beforeEach(() => notices.set([]));

const approved = (at_ms: number, count = 1) =>
  say("done", { title: "", merge: { key: "approve", count, title: (sum) => `${sum} pictures approved` } }, at_ms);
const titles = () => notices.get().map(({ title }) => title);

test("the same within two seconds becomes one, with the sum", () => {
  approved(0);
  approved(1_500, 4);
  approved(3_400);
  expect(titles()).toEqual(["6 pictures approved"]);
});

test("later ones stand for themselves", () => {
  approved(0);
  approved(2_001);
  expect(titles()).toEqual(["1 pictures approved", "1 pictures approved"]);
});

test("one that was closed is not counted on", () => {
  dismiss(approved(0));
  approved(100);
  expect(titles()).toEqual(["1 pictures approved"]);
});

test.each([
  ["done", 4_000],
  ["undo", 8_000],
  ["error", null],
] as const)("%s stays %s ms", (kind, stay_ms) => {
  say(kind, { title: "x" });
  expect(notices.get()[0]?.stay_ms).toBe(stay_ms);
});
