// Which answers an update makes old.
import { expect, test } from "vitest";
import type { StudioEvent } from "@/host";
import { invalidateBy } from "./events";
import { createQueryClient } from "./query";

const event = (type: string, data: unknown): StudioEvent => ({ type, data, timestamp: "", sequence: 1 });

/** The kept answers that are old after an event. */
function old(happened: StudioEvent): unknown[] {
  const client = createQueryClient();
  const keys = [
    ["characters.list", {}],
    ["characters.get", { character_id: "1" }],
    ["queue.get", {}],
    ["approvals.list", { state: "asked" }],
    ["agents.list", {}],
    ["scheduler.status", {}],
    ["not.an_operation", {}],
  ];
  for (const key of keys) client.setQueryData(key, {});
  invalidateBy(happened, client);
  return keys.filter((key) => client.getQueryState(key)?.isInvalidated).map(([name]) => name);
}

test.each<[string, StudioEvent, string[]]>([
  [
    "a tag reaches the operations that show it",
    event("changed", { tags: ["characters"] }),
    ["characters.list", "characters.get", "scheduler.status"],
  ],
  [
    "a question of an agent reaches the questions, the agents and the count of what needs the creator",
    event("changed", { tags: ["approvals"] }),
    ["approvals.list", "agents.list", "scheduler.status"],
  ],
  [
    "several tags reach all of theirs",
    event("changed", { tags: ["jobs", "characters"] }),
    ["characters.list", "characters.get", "queue.get", "scheduler.status"],
  ],
  ["an unknown tag reaches nothing", event("changed", { tags: ["elsewhere"] }), []],
  ["no tags reach nothing", event("changed", null), []],
  ["another event reaches nothing", event("generation_progress", { tags: ["jobs"] }), []],
  [
    "resync reaches all",
    event("resync", null),
    [
      "characters.list",
      "characters.get",
      "queue.get",
      "approvals.list",
      "agents.list",
      "scheduler.status",
      "not.an_operation",
    ],
  ],
])("%s", (_, happened, expected) => {
  expect(old(happened)).toEqual(expected);
});
