// A chart says its measure in words, and leaves gaps where nothing was measured.
import { expect, test } from "vitest";
import { inWords, readingsOf } from "./timeReadings";

const MINUTE = 60_000;
const point = (minute: number, value: number) => ({ at: minute * MINUTE, value, least: value - 1, most: value + 1 });
const say = (value: number) => `${value} jobs`;

test("it says where it stands and between what it was", () => {
  expect(inWords("Queue", [point(1, 3), point(2, 5), point(3, 4)], say)).toBe(
    "Queue: 4 jobs now, 2 jobs to 6 jobs in this time",
  );
  expect(inWords("Queue", [], say)).toBe("Queue: not measured yet");
});

test("where nothing was measured is a gap, and a single missed reading is none", () => {
  const [at, value, least, most] = readingsOf([point(1, 3), point(3, 5), point(20, 4)], MINUTE);
  expect(at.map((moment) => moment / MINUTE)).toEqual([1, 3, 11.5, 20]);
  expect(value).toEqual([3, 5, null, 4]);
  expect(least).toEqual([2, 4, null, 3]);
  expect(most).toEqual([4, 6, null, 5]);
});
