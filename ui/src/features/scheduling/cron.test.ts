// Days and hours of a rule, and their pattern.
import { expect, test } from "vitest";
import { cronOf, timesOf, triggerWords } from "./cron";

test("days and an hour become a pattern and come back", () => {
  for (const times of [
    { days: [2, 4, 6, 7], time: "19:00" },
    { days: [1], time: "07:05" },
    { days: [1, 2, 3, 4, 5, 6, 7], time: "23:59" },
  ]) {
    expect(timesOf(cronOf(times))).toEqual(times);
  }
  expect(cronOf({ days: [2, 4], time: "19:00" })).toBe("0 19 * * TUE,THU");
  expect(cronOf({ days: [], time: "08:30" })).toBe("30 8 * * *");
});

test("a pattern that says more is left as it is", () => {
  for (const cron of ["*/5 * * * *", "0 19 1 * *", "0 19 * * MON-FRI", "0 25 * * *", "", null]) {
    expect(timesOf(cron)).toBeUndefined();
  }
});

test("a trigger is said in words", () => {
  expect(triggerWords("schedule", { cron: "0 19 * * TUE,THU" })).toBe("Tue Thu 19:00");
  expect(triggerWords("schedule", { cron: "0 23 * * *" })).toBe("daily 23:00");
  expect(triggerWords("schedule", { cron: "*/5 * * * *" })).toBe("*/5 * * * *");
  expect(triggerWords("interval", { every_minutes: 360 })).toBe("every 6 h");
  expect(triggerWords("event", { event: "nothing_planned" })).toBe("when nothing is planned");
});
