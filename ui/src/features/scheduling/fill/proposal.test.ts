// A proposal as the creator changes it, and what of it is sent.
import { expect, test } from "vitest";
import type { FillRow } from "@/api";
import { acceptedOf, countsOf, keyOf, rowsOf } from "./proposal";

const row = (at: string, part: Partial<FillRow> = {}): FillRow => ({
  character_id: "mira",
  character_name: "Mira",
  accounts: [],
  account_ids: ["ig", "x"],
  slot_ids: ["s-ig", "s-x"],
  rule_id: null,
  scheduled_at: `${at}:00Z`,
  wall_time: `${at}:00`,
  timezone: "Europe/Lisbon",
  post_type: "post",
  content_id: "p1",
  alternatives: ["p2", "p3"],
  caption: "Teal wall.",
  hashtags: ["lisboa"],
  reason: "approved, and never posted there",
  is_ready: true,
  ...part,
});

const MON = row("2026-11-23T19:00");
const TUE = row("2026-11-24T19:00", { content_id: "p2", alternatives: ["p3"] });
const EMPTY = row("2026-11-25T19:00", { content_id: null, alternatives: [], is_ready: false });

test("nothing is sent that was not approved, and no row without a picture can be", () => {
  const proposed = [MON, TUE, EMPTY];
  const changes = { [keyOf(MON)]: { isApproved: true }, [keyOf(EMPTY)]: { isApproved: true } };
  const rows = rowsOf(proposed, changes);
  expect(countsOf(rows)).toEqual({ approved: 1, empty: 1 });
  expect(acceptedOf(rows, proposed)).toEqual([
    {
      character_id: "mira",
      account_ids: ["ig", "x"],
      content_id: "p1",
      wall_time: "2026-11-23T19:00:00",
      timezone: "Europe/Lisbon",
      post_type: "post",
      caption: "Teal wall.",
      hashtags: ["lisboa"],
      slot_ids: ["s-ig", "s-x"],
    },
  ]);
});

test("a picture that another row shows is offered to none", () => {
  expect(rowsOf([MON, TUE], {}).map(({ alternatives }) => alternatives)).toEqual([["p3"], ["p3"]]);
  const replaced = rowsOf([MON, TUE], { [keyOf(MON)]: { content_id: "p3" } });
  expect(replaced.map(({ alternatives }) => alternatives)).toEqual([["p1"], []]);
  expect(replaced[0]?.isReplaced).toBe(true);
});

test("a row that was moved or given to fewer accounts fills no slot that is not its own", () => {
  const change = (part: object) => ({ [keyOf(MON)]: { isApproved: true, ...part } });
  const sent = (part: object) => acceptedOf(rowsOf([MON], change(part)), [MON])[0];
  expect(sent({ wall_time: "2026-11-23T20:15" })).toMatchObject({ wall_time: "2026-11-23T20:15:00", slot_ids: [] });
  expect(sent({ account_ids: ["x"] })).toMatchObject({ account_ids: ["x"], slot_ids: ["s-x"] });
  expect(sent({ account_ids: [] })).toBeUndefined();
});
