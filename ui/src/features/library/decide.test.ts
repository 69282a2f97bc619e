// Decisions over many pictures and their way back, over the real host half's calls.
import { beforeEach, expect, test, vi } from "vitest";
import { ApiError, forgetAll, notices, redo, undo } from "@/api";
import { host } from "@/host";
import { addTag, approveIntoSlot, decide, targetOf, trash } from "./decide";

type State = {
  content_id: string;
  approval_status: string;
  rejected_reason: string | null;
  rating: string;
  folder_path: string;
};

const state = (content_id: string, approval_status: string, rejected_reason: string | null = null): State => ({
  content_id,
  approval_status,
  rejected_reason,
  rating: "unknown",
  folder_path: "",
});

let calls: [string, Record<string, unknown>][];
let previous: State[];
let refused: string | null;

beforeEach(() => {
  calls = [];
  refused = null;
  notices.set([]);
  forgetAll();
  vi.spyOn(host, "run").mockImplementation(async (name, input) => {
    calls.push([name, input as Record<string, unknown>]);
    if (name === refused) throw new ApiError("storage_error", "The disk is full.");
    if (name === "posts.create") return { posts: [{ id: "p" }, { id: "q" }] };
    if (name === "content.list") {
      const after = (input as { cursor: string | null }).cursor;
      const ids = after === null ? ["a", "b"] : ["c"];
      return { content: ids.map((id) => ({ id })), total: 3, next_cursor: after === null ? "b" : null };
    }
    return { changed: previous.length, unchanged: 0, not_found: [], previous, updated_at: "1" };
  });
});

test("undoing gives each picture the decision that it had", async () => {
  previous = [state("a", "pending"), state("b", "rejected", "hands"), state("c", "pending")];
  await decide({ content_ids: ["a", "b", "c"] }, "approved");
  expect(notices.get().at(-1)?.title).toBe("3 pictures approved");
  calls = [];
  expect(await undo()).toBe(true);
  expect(calls).toEqual([
    ["content.batch_update", { content_ids: ["a", "c"], approval_status: "pending", rating: "unknown" }],
    [
      "content.batch_update",
      { content_ids: ["b"], approval_status: "rejected", rating: "unknown", rejected_reason: "hands" },
    ],
  ]);
});

test("a tag is taken back only from those that got it", async () => {
  previous = [state("b", "pending")];
  await addTag({ content_ids: ["a", "b"] }, "beach");
  calls = [];
  await undo();
  expect(calls.filter(([name]) => name === "content.batch_update")).toEqual([
    ["content.batch_update", { content_ids: ["b"], remove_tags: ["beach"] }],
  ]);
});

test("what is merged in one toast is undone together", async () => {
  for (const id of ["a", "b"]) {
    previous = [state(id, "pending")];
    await trash({ content_ids: [id] });
  }
  const toast = notices.get().at(-1);
  expect(toast?.title).toBe("2 pictures moved to the trash");
  calls = [];
  toast?.action?.run();
  await vi.waitFor(() => expect(calls.map(([, input]) => input.item_ids)).toEqual([["b"], ["a"]]));
});

test("all but some are read before they are named", async () => {
  const filter = { approval_status: "pending" as const };
  expect(await targetOf({ all: true, ids: new Set() }, filter)).toEqual({ filter });
  expect(await targetOf({ all: true, ids: new Set(["b"]) }, filter)).toEqual({ content_ids: ["a", "c"] });
});

test("a picture in a slot leaves it when that is undone, and takes it again", async () => {
  previous = [state("a", "pending")];
  expect(await approveIntoSlot("a", ["one", "two"])).toBe(true);
  expect(calls[0]).toEqual([
    "posts.create",
    { account_ids: ["one", "two"], content_ids: ["a"], next_slot: true, needs_approval: true },
  ]);
  const changes = () => calls.filter(([name]) => name !== "content.get");
  calls = [];
  expect(await undo()).toBe(true);
  expect(changes()).toEqual([
    ["posts.delete", { post_id: "p" }],
    ["posts.delete", { post_id: "q" }],
    ["content.batch_update", { content_ids: ["a"], approval_status: "pending", rating: "unknown" }],
  ]);
  calls = [];
  expect(await redo()).toBe(true);
  expect(changes()).toEqual([
    ["content.batch_update", { content_ids: ["a"], approval_status: "approved" }],
    ["posts.restore", { post_id: "p" }],
    ["posts.restore", { post_id: "q" }],
  ]);
});

test("a picture that could not be approved leaves no post in a slot", async () => {
  refused = "content.batch_update";
  expect(await approveIntoSlot("a", ["one"])).toBe(false);
  expect(calls.map(([name]) => name)).toEqual(["posts.create", "content.batch_update", "posts.delete", "posts.delete"]);
  expect(notices.get().at(-1)?.title).toBe("The picture was not put into a slot");
});
