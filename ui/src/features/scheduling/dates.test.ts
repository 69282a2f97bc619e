// The days of the calendar.
import { expect, test } from "vitest";
import { addDays, addMinutes, mondayOf, range, title, turn } from "./dates";

test("a week begins on Monday, also across a change of the clocks", () => {
  expect(mondayOf("2026-11-19")).toBe("2026-11-16");
  expect(mondayOf("2026-11-22")).toBe("2026-11-16");
  expect(range("week", "2026-10-25")).toEqual({ from_date: "2026-10-19", to_date: "2026-10-25" });
  expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
});

test("a post is carried over midnight and over the end of a month", () => {
  expect(addMinutes("2026-11-30T23:50", 15)).toBe("2026-12-01T00:05");
  expect(addMinutes("2026-12-01T10:00", -24 * 60)).toBe("2026-11-30T10:00");
});

test("a month shows whole weeks", () => {
  expect(range("month", "2026-11-19")).toEqual({ from_date: "2026-10-26", to_date: "2026-12-06" });
  expect(range("month", "2027-02-10")).toEqual({ from_date: "2027-02-01", to_date: "2027-02-28" });
  expect(turn("month", "2026-12-31", 1)).toBe("2027-01-01");
  expect(turn("week", "2026-11-19", -1)).toBe("2026-11-12");
});

test("the title names the range", () => {
  expect(title("week", "2026-11-19", "en-GB").replace(/\s/g, " ")).toMatch(/^16 ?. ?22 November 2026$/);
  expect(title("month", "2026-11-19", "en-GB")).toBe("November 2026");
});
