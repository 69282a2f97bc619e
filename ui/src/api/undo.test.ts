// Undo and redo, and their refusal when what they would change has changed since.
import { expect, test } from "vitest";
import { ApiError } from "@/host";
import type { Step } from "./call";
import { notices } from "./notices";
import { perform } from "./perform";
import { answerCalls } from "./testing";
import { offerUndo, redo, remember, UNDO_STEPS, undo, undoStacks } from "./undo";

const step = (name: "characters.delete" | "characters.restore" | "characters.get", id = "1"): Step => ({
  name,
  input: { character_id: id },
});
const deleted = (id = "1") => ({
  label: "delete Mira",
  done: step("characters.delete", id),
  inverse: step("characters.restore", id),
});
const names = (calls: [string, unknown][]) => calls.map(([name]) => name);

test("a step is undone by its inverse, then done again", async () => {
  const calls = answerCalls(() => ({}));
  remember(deleted());
  expect(await undo()).toBe(true);
  expect(await redo()).toBe(true);
  expect(await undo()).toBe(true);
  expect(names(calls)).toEqual(["characters.restore", "characters.delete", "characters.restore"]);
});

test("with nothing to undo nothing is called", async () => {
  const calls = answerCalls(() => ({}));
  expect(await undo()).toBe(false);
  expect(await redo()).toBe(false);
  expect(calls).toEqual([]);
});

test("a new step leaves nothing to redo", async () => {
  answerCalls(() => ({}));
  remember(deleted("1"));
  await undo();
  remember(deleted("2"));
  expect(undoStacks.get().future).toEqual([]);
});

test("a row that changed since is left alone, and it is said", async () => {
  let updated_at = "2026-11-19T14:00:00Z";
  const calls = answerCalls((name) => (name === "characters.get" ? { updated_at } : {}));
  remember({ ...deleted(), row: step("characters.get") });
  await undoStacks.get().past[0]?.version;
  updated_at = "2026-11-19T14:05:00Z";
  expect(await undo()).toBe(false);
  expect(names(calls)).not.toContain("characters.restore");
  expect(notices.get().map(({ title }) => title)).toEqual(["Nothing was undone"]);
  expect(undoStacks.get().past).toEqual([]);
});

test("after an undo the row's new state is what redo goes by", async () => {
  let version = 1;
  const calls = answerCalls((name) => {
    if (name === "characters.get") return { updated_at: `${version}` };
    version += 1;
    return {};
  });
  remember({ ...deleted(), row: step("characters.get") });
  expect(await undo()).toBe(true);
  expect(await redo()).toBe(true);
  expect(names(calls).filter((name) => name !== "characters.get")).toEqual(["characters.restore", "characters.delete"]);
});

test("a failed undo is said and can be tried again", async () => {
  let fails = true;
  answerCalls(() => {
    if (fails) throw new ApiError("service_unavailable", "Troupe does not answer.");
    return {};
  });
  remember(deleted());
  expect(await undo()).toBe(false);
  expect(notices.get()[0]?.body).toBe("Troupe does not answer.");
  fails = false;
  expect(await undo()).toBe(true);
});

test("several operations are taken back and done again as one step", async () => {
  const calls = answerCalls(() => ({}));
  const update = (id: string, name: string): Step => ({
    name: "characters.update",
    input: { character_id: id, name },
  });
  remember({ label: "rename", done: update("1", "B"), inverse: [update("1", "A"), update("2", "A")] });
  expect(await undo()).toBe(true);
  expect(calls.map(([, input]) => input)).toEqual([
    { character_id: "1", name: "A" },
    { character_id: "2", name: "A" },
  ]);
  expect(await redo()).toBe(true);
  expect(calls.at(-1)?.[1]).toEqual({ character_id: "1", name: "B" });
});

test("only so many steps are kept, the newest", () => {
  answerCalls(() => ({}));
  for (let id = 0; id < UNDO_STEPS + 5; id += 1) remember(deleted(`${id}`));
  expect(undoStacks.get().past).toHaveLength(UNDO_STEPS);
  expect(undoStacks.get().past.at(-1)?.inverse).toMatchObject({ input: { character_id: `${UNDO_STEPS + 4}` } });
});

test("perform says what was done with a way back that works", async () => {
  const calls = answerCalls(() => ({}));
  await perform(
    "characters.delete",
    { character_id: "1" },
    {
      failed: "Mira was not deleted",
      done: { title: "Mira moved to the trash" },
      undo: () => ({ label: "delete Mira", inverse: step("characters.restore") }),
    },
  );
  const [notice] = notices.get();
  expect(notice).toMatchObject({ kind: "undo", title: "Mira moved to the trash", stay_ms: 8_000 });
  notice?.action?.run();
  await expect.poll(() => names(calls)).toEqual(["characters.delete", "characters.restore"]);
});

test("perform says what failed, and keeps no step", async () => {
  answerCalls(() => {
    throw new ApiError("conflict", "Mira has a job running.", { job: "7" });
  });
  const output = await perform("characters.delete", { character_id: "1" }, { failed: "Mira was not deleted" });
  expect(output).toBeUndefined();
  expect(notices.get()[0]).toMatchObject({
    kind: "error",
    title: "Mira was not deleted",
    body: "Mira has a job running.",
    stay_ms: null,
  });
  expect(undoStacks.get().past).toEqual([]);
});

test("several steps on one row are undone one after the other", async () => {
  let version = 1;
  const calls = answerCalls((name) => {
    if (name === "characters.get") return { updated_at: `${version}` };
    version += 1;
    return {};
  });
  for (let step_no = 0; step_no < 2; step_no += 1) {
    version += 1;
    remember({ ...deleted(), row: step("characters.get") });
    await undoStacks.get().past.at(-1)?.version;
  }
  expect([await undo(), await undo(), await redo(), await redo()]).toEqual([true, true, true, true]);
  expect(names(calls).filter((name) => name !== "characters.get")).toHaveLength(4);
});

test("a notice takes back its own step, and goes with it", async () => {
  const calls = answerCalls(() => ({}));
  offerUndo(deleted("1"), { title: "Mira was deleted" });
  offerUndo(deleted("2"), { title: "Juno was deleted" });
  notices.get()[0]?.action?.run();
  await expect.poll(() => notices.get().map(({ title }) => title)).toEqual(["Juno was deleted"]);
  expect(calls).toEqual([["characters.restore", { character_id: "1" }]]);
  await undo();
  expect(notices.get()).toEqual([]);
});

test("with a part given, only a change of that part stands in the way", async () => {
  const row = { bio: "new", name: "Mira", updated_at: "1" };
  const calls = answerCalls((name) => (name === "characters.get" ? { ...row } : {}));
  remember({ ...deleted(), row: step("characters.get"), part: ({ bio }: typeof row) => bio });
  await undoStacks.get().past[0]?.version;
  Object.assign(row, { name: "Mira Solano", updated_at: "2" });
  expect(await undo()).toBe(true);
  row.bio = "another";
  expect(await redo()).toBe(false);
  expect(names(calls).filter((name) => name !== "characters.get")).toEqual(["characters.restore"]);
});

test("a row that is made anew under another id is followed by all steps that name it", async () => {
  let next = 1;
  const rows = new Set(["template-1"]);
  const calls = answerCalls((name, input: { style_id: string }) => {
    if (name === "images.styles_create") {
      next += 1;
      rows.add(`template-${next}`);
      return { id: `template-${next}` };
    }
    if (!rows.has(input.style_id)) throw new ApiError("not_found", `There is no ${input.style_id}.`);
    if (name === "images.styles_delete") rows.delete(input.style_id);
    return { id: input.style_id };
  });
  const rename = (to: string): Step => ({
    name: "images.styles_update",
    input: { style_id: "template-1", name: to },
  });
  const fields = { name: "Film", description: "", prompt_template: "{prompt}", negative_prompt: "" };
  remember({ label: "change Film", done: rename("Film"), inverse: rename("Portrait") });
  await perform(
    "images.styles_delete",
    { style_id: "template-1" },
    {
      failed: "Film was not deleted",
      undo: () => ({
        label: "delete Film",
        inverse: { name: "images.styles_create", input: fields },
        made: "template-1",
      }),
    },
  );
  // Back, away again, back again: each time another id.
  expect([await undo(), await redo(), await undo()]).toEqual([true, true, true]);
  expect(await undo()).toBe(true);
  expect(calls.slice(1).map(([name, input]) => [name, (input as { style_id?: string }).style_id])).toEqual([
    ["images.styles_create", undefined],
    ["images.styles_delete", "template-2"],
    ["images.styles_create", undefined],
    ["images.styles_update", "template-3"],
  ]);
  expect([await redo(), await redo()]).toEqual([true, true]);
  expect(rows.size).toBe(0);
  expect(notices.get().filter(({ kind }) => kind === "error")).toEqual([]);
});

test("the steps after the one that makes a row name it as it is now", async () => {
  const calls = answerCalls((name) => (name === "servers.create" ? { id: "server-2" } : {}));
  remember({
    label: "delete Attic",
    done: { name: "servers.delete", input: { server_id: "server-1" } },
    inverse: [
      { name: "servers.create", input: { address: "127.0.0.1:8188" } },
      { name: "servers.update", input: { server_id: "server-1", is_enabled: false } },
    ],
    made: "server-1",
  });
  expect(await undo()).toBe(true);
  expect(calls.at(-1)).toEqual(["servers.update", { server_id: "server-2", is_enabled: false }]);
});
