// A place's own zone is proposed; where the place is in no zone's name, none is.
import { expect, test } from "vitest";
import { timeIn, zoneOfPlace } from "./timeZones";

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
