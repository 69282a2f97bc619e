// What a review goes through: a fixed row of pictures, grouped by character, with the decisions taken
// so far. Nothing leaves the row by being decided, so that one can go back.
import type { Decision } from "./decide";
import type { Item } from "./useLibrary";

/** Pictures of one character in the row. */
export interface ReviewGroup {
  /** Null: of no character. */
  characterId: string | null;
  name: string;
  /** Place of its first picture. */
  first: number;
  count: number;
}

export interface ReviewStep {
  id: string;
  before: Decision;
}

/** The row by characters, in the order in which they first come; within them as given. */
export function arrange(items: readonly Item[]): { items: Item[]; groups: ReviewGroup[] } {
  const by = new Map<string | null, Item[]>();
  for (const item of items) by.set(item.character_id, [...(by.get(item.character_id) ?? []), item]);
  const groups: ReviewGroup[] = [];
  let first = 0;
  for (const [characterId, own] of by) {
    groups.push({ characterId, name: own[0]?.character_name ?? "No character", first, count: own.length });
    first += own.length;
  }
  return { items: [...by.values()].flat(), groups };
}

/** The next picture without a decision after a place, round the end; the place itself where all have one. */
export function nextPending(states: readonly Decision[], from: number, taken: readonly number[] = []): number {
  for (let step = 1; step <= states.length; step++) {
    const place = (from + step) % states.length;
    if (states[place] === "pending" && !taken.includes(place)) return place;
  }
  return Math.min(from + 1, states.length - 1);
}

export interface ReviewCount {
  decided: number;
  approved: number;
  rejected: number;
}

export function countOf(states: readonly Decision[]): ReviewCount {
  const approved = states.filter((state) => state === "approved").length;
  const rejected = states.filter((state) => state === "rejected").length;
  return { decided: approved + rejected, approved, rejected };
}
