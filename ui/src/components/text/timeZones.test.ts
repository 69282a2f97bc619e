// A place's own zone is proposed; where the place is in no zone's name, none is.
import { expect, test } from "vitest";
import { offset, timeIn, wallNow, zoneOfPlace } from "./timeZones";

test.each([
  ["Lisbon, Portugal", "Europe/Lisbon"],
  ["São Paulo", "America/Sao_Paulo"],
  ["new york", "America/New_York"],
  ["Valencia, Spain", undefined],
  ["", undefined],
])("%s is in %s", (place, zone) => {
  expect(zoneOfPlace(place)).toBe(zone);
});

test("the time there is told, and an unknown zone tells none", () => {
  expect(timeIn("Asia/Kolkata", new Date("2026-11-19T12:00:00Z"))).toMatch(/17:30|05:30/);
  expect(timeIn("Nowhere/Land")).toBeUndefined();
});

test("the zone's own clocks count", () => {
  const at = new Date("2026-11-19T23:30:00Z");
  expect(wallNow("Asia/Tokyo", at)).toBe("2026-11-20T08:30");
  expect(wallNow("America/New_York", at)).toBe("2026-11-19T18:30");
  expect(offset("Asia/Kolkata", at)).toBe("UTC+5:30");
  expect(offset("Europe/Lisbon", at)).toBe("UTC+0");
});
