// The address of the library as filters, and back.
import { expect, test } from "vitest";
import { dayLabel, groupsOf } from "./days";
import { chipsOf, filterOf, withFilter } from "./filters";

const MIRA = "0199f0a2-1111-7000-8000-000000000001";

test("what no filter knows is not asked for", () => {
  expect(
    filterOf({
      approval_status: "pending",
      rating: "wonderful",
      character_id: "mira",
      seed: "81204417350",
      folder: "",
      q: "",
      never_posted: "true",
      view: "review",
    }),
  ).toEqual({ approval_status: "pending", seed: 81_204_417_350, folder: "", never_posted: true });
});

test("tags add up, all other filters replace, and a second press takes back", () => {
  let search = withFilter({ sort: "oldest" }, "tag", "beach");
  search = withFilter(search, "tag", "sun");
  expect(search).toEqual({ sort: "oldest", tag: "beach,sun" });
  expect(withFilter(search, "tag", "beach").tag).toBe("sun");
  expect(withFilter(withFilter(search, "tag", "beach"), "tag", "sun")).toEqual({ sort: "oldest" });
  const pending = withFilter(withFilter({}, "approval_status", "approved"), "approval_status", "pending");
  expect(pending).toEqual({ approval_status: "pending" });
  expect(withFilter(pending, "approval_status", "pending")).toEqual({});
});

test("chips say the filters in words", () => {
  const chips = chipsOf(
    { character_id: MIRA, tag: "beach,sun", model: "sd/flux2.safetensors", folder: "" },
    () => "Mira",
  );
  expect(chips.map(({ label }) => label)).toEqual(["Mira", "In no folder", "flux2", "#beach", "#sun"]);
});

test.each([
  ["2026-11-19", "Today"],
  ["2026-11-18", "Yesterday"],
  ["2026-11-17", "Tue 17 Nov"],
  ["2026-11-12", "12 Nov"],
  ["2025-11-19", "19 Nov 2025"],
])("%s is said as %s", (date, label) => {
  expect(dayLabel(date, "2026-11-19")).toBe(label);
});

test("days are headings only where they are the days of this very list", () => {
  const days = [
    { value: "2026-11-19", count: 2 },
    { value: "2026-11-18", count: 3 },
  ];
  expect(groupsOf(days, 5, "2026-11-19")).toEqual([
    { label: "Today", count: 2 },
    { label: "Yesterday", count: 3 },
  ]);
  expect(groupsOf(days, 6, "2026-11-19")).toEqual([{ count: 6 }]);
});
