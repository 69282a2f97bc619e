// Times, sizes and durations in words.
import { expect, test } from "vitest";
import { duration, plateScore, wordsOf } from "./words";

// Thu 19 Nov 2026 14:57 in Lisbon.
const words = wordsOf("en-GB", "Europe/Lisbon", () => new Date("2026-11-19T14:57:00Z"));

test.each([
  ["2026-11-19T19:00:00Z", "today 19:00"],
  ["2026-11-18T06:12:00Z", "yesterday 06:12"],
  ["2026-11-20T07:30:00Z", "tomorrow 07:30"],
  ["2026-11-21T12:00:00Z", "Sat 21 Nov 12:00"],
  ["2026-11-13T12:00:00Z", "Fri 13 Nov 12:00"],
  ["2026-12-05T12:00:00Z", "5 Dec"],
  ["2027-12-05T12:00:00Z", "5 Dec 2027"],
  ["nonsense", "not known"],
])("%s is %s", (at, said) => {
  expect(words.time(at)).toBe(said);
});

test("the day is the zone's own", () => {
  const tokyo = wordsOf("en-GB", "Asia/Tokyo", () => new Date("2026-11-19T14:57:00Z"));
  expect(tokyo.time("2026-11-19T15:30:00Z")).toBe("tomorrow 00:30");
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [2_100_000, "2.1 MB"],
  [412_000_000_000, "412 GB"],
])("%i is %s", (size_bytes, said) => {
  expect(words.bytes(size_bytes)).toBe(said);
});

test.each([
  [4_400, "about 4 s"],
  [43_000, "about 45 s"],
  [120_000, "about 2 min"],
  [14_580_000, "4 h 3 min"],
  [7_200_000, "2 h"],
  [-5, "about 0 s"],
])("%i ms is %s", (ms, said) => {
  expect(duration(ms)).toBe(said);
});

test("a score on a plate has no zero before the point", () => {
  expect([plateScore(0.914), plateScore(0.6), plateScore(1)]).toEqual([".91", ".60", "1.0"]);
});
