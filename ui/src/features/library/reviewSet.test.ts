// The row of a review, and where it goes on.
import { expect, test } from "vitest";
import { arrange, countOf, nextPending } from "./reviewSet";
import type { Item } from "./useLibrary";

const item = (id: string, character_id: string | null) =>
  ({ id, character_id, character_name: character_id }) as unknown as Item;

test("pictures stand together by character, in the order in which characters first come", () => {
  const { items, groups } = arrange([item("1", "Mira"), item("2", "Juno"), item("3", "Mira"), item("4", null)]);
  expect(items.map(({ id }) => id)).toEqual(["1", "3", "2", "4"]);
  expect(groups.map(({ name, first, count }) => [name, first, count])).toEqual([
    ["Mira", 0, 2],
    ["Juno", 2, 1],
    ["No character", 3, 1],
  ]);
});

test("it goes on to the next picture without a decision, round the end, past the other side of a pair", () => {
  const states = ["pending", "approved", "pending", "rejected"] as const;
  expect(nextPending(states, 0)).toBe(2);
  expect(nextPending(states, 2)).toBe(0);
  expect(nextPending(states, 0, [0, 2])).toBe(1);
  expect(nextPending(["approved", "approved"], 0)).toBe(1);
  expect(nextPending(["approved", "approved"], 1)).toBe(1);
  expect(countOf(states)).toEqual({ decided: 2, approved: 1, rejected: 1 });
});
