// Decisions and changes over one or many pictures, each with its way back.
import {
  call,
  type Input,
  type Output,
  remember,
  type Step,
  say,
  sayError,
  toApiError,
  type UndoEntry,
  undo,
} from "@/api";
import { isSelected, type Selection } from "@/components/picture/selection";
import { host } from "@/host";
import type { Filter } from "./filters";
import { pictures } from "./words";

/** Ids that one call takes at most. */
const MOST_IDS = 5_000;
const PAGE_SIZE = 200;

type Batch = Output<"content.batch_update">;
type State = Batch["previous"][number];

/** What is acted on: some pictures, or all that filters show. */
export type Target = { content_ids: string[] } | { filter: Filter };

/** Those that are selected, as operations name them. All but some are read first, since no filter says so. */
export async function targetOf(selection: Selection, filter: Filter): Promise<Target> {
  if (!selection.all) return { content_ids: [...selection.ids] };
  if (selection.ids.size === 0) return { filter };
  return { content_ids: (await idsIn(filter)).filter((id) => isSelected(selection, id)) };
}

/** The ids behind filters, page by page. */
async function idsIn(filter: Filter): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Output<"content.list"> = await call("content.list", { ...filter, limit: PAGE_SIZE, cursor });
    ids.push(...page.content.map(({ id }) => id));
    cursor = page.next_cursor;
    if (cursor === null) return ids;
  }
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / MOST_IDS) }, (_, index) =>
    all.slice(index * MOST_IDS, (index + 1) * MOST_IDS),
  );
}

/** The calls that one target needs. */
const targets = (target: Target): Target[] =>
  "filter" in target ? [target] : chunks(target.content_ids).map((content_ids) => ({ content_ids }));

type Change = Omit<Input<"content.batch_update">, "content_ids" | "filter">;

async function changeAll(target: Target, change: Change): Promise<State[]> {
  const previous: State[] = [];
  for (const part of targets(target)) {
    const done = await call("content.batch_update", { ...part, ...change });
    previous.push(...done.previous);
  }
  return previous;
}

/** Steps that give each picture back what `keep` names. Those alike share a step. */
export function stepsBack(previous: readonly State[], keep: (state: State) => Change): Step[] {
  const alike = new Map<string, { change: Change; ids: string[] }>();
  for (const state of previous) {
    const change = keep(state);
    const key = JSON.stringify(change);
    const group = alike.get(key) ?? { change, ids: [] };
    group.ids.push(state.content_id);
    alike.set(key, group);
  }
  return [...alike.values()].flatMap(({ change, ids }) =>
    chunks(ids).map((content_ids): Step => ({ name: "content.batch_update", input: { content_ids, ...change } })),
  );
}

const sameForAll = (previous: readonly State[], change: Change): Step[] => stepsBack(previous, () => change);

/** The decision that a picture had, and its rating, which an approval may have set. */
export const decisionBefore = (state: State): Change => ({
  approval_status: state.approval_status,
  rating: state.rating,
  ...(state.approval_status === "rejected" && state.rejected_reason ? { rejected_reason: state.rejected_reason } : {}),
});

/** Reads the row behind a single change, so that undoing it is refused once it was changed elsewhere. */
const rowOf = (ids: readonly string[]): { row?: Step } => {
  const [id] = ids;
  return ids.length === 1 && id !== undefined ? { row: { name: "content.get", input: { content_id: id } } } : {};
};

/** The steps that a merged toast speaks of, by their ids: its Undo takes all of them back. */
let burst: { key: string; at_ms: number; steps: readonly number[] } = { key: "", at_ms: 0, steps: [] };
const MERGE_MS = 2_000;

/** Remembers a step and says it. What comes shortly after of the same kind is said with it. */
function sayDone(key: string, count: number, title: (count: number) => string, entry: UndoEntry): void {
  remember(entry, (id) => {
    const now_ms = Date.now();
    const goesOn = burst.key === key && now_ms - burst.at_ms <= MERGE_MS;
    const steps = [...(goesOn ? burst.steps : []), id];
    burst = { key, at_ms: now_ms, steps };
    return say("undo", {
      title: title(count),
      merge: { key, count, title },
      action: {
        label: "Undo",
        run: async () => {
          for (const step of steps.toReversed()) if (!(await undo(step))) return;
        },
      },
    });
  });
}

async function attempt<T>(failed: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    sayError(failed, toApiError(error));
    return undefined;
  }
}

export type Decision = "pending" | "approved" | "rejected";

const DONE: Record<Decision, string> = { pending: "set back to pending", approved: "approved", rejected: "rejected" };

/** Approves, rejects or takes a decision back. Answers whether it was done. `quiet` says nothing. */
export async function decide(target: Target, decision: Decision, quiet = false): Promise<boolean> {
  const change: Change = { approval_status: decision };
  const previous = await attempt("The decision was not kept", () => changeAll(target, change));
  if (!previous) return false;
  const ids = previous.map(({ content_id }) => content_id);
  if (ids.length === 0) return true;
  const step: UndoEntry = {
    label: `${decision === "pending" ? "set back" : decision === "approved" ? "approve" : "reject"} ${pictures(ids.length)}`,
    done: sameForAll(previous, change),
    inverse: stepsBack(previous, decisionBefore),
    ...rowOf(ids),
  };
  if (quiet) remember(step);
  else sayDone(`library ${decision}`, ids.length, (count) => `${pictures(count)} ${DONE[decision]}`, step);
  return true;
}

/** Approves a picture into the next free slot of these accounts, where its posts wait for their words and for approval.
 * Answers whether it was done. */
export async function approveIntoSlot(id: string, account_ids: readonly string[]): Promise<boolean> {
  const change: Change = { approval_status: "approved" };
  const done = await attempt("The picture was not put into a slot", async () => {
    const { posts } = await call("posts.create", {
      account_ids: [...account_ids],
      content_ids: [id],
      next_slot: true,
      needs_approval: true,
    });
    const steps = (name: "posts.delete" | "posts.restore") =>
      posts.map((post): Step => ({ name, input: { post_id: post.id } }));
    try {
      return { steps, previous: await changeAll({ content_ids: [id] }, change) };
    } catch (error) {
      // Half of it is nothing that was asked for.
      for (const post of posts) await call("posts.delete", { post_id: post.id });
      throw error;
    }
  });
  if (!done) return false;
  remember({
    label: "approve into a slot",
    done: [...sameForAll(done.previous, change), ...done.steps("posts.restore")],
    inverse: [...done.steps("posts.delete"), ...stepsBack(done.previous, decisionBefore)],
    ...rowOf([id]),
  });
  return true;
}

/** Adds a tag. Those that had it keep it when this is undone. */
export async function addTag(target: Target, tag: string): Promise<boolean> {
  const previous = await attempt("The tag was not added", () => changeAll(target, { add_tags: [tag] }));
  if (!previous) return false;
  const ids = previous.map(({ content_id }) => content_id);
  if (ids.length === 0) {
    say("done", { title: `They had the tag #${tag} already` });
    return true;
  }
  const step: UndoEntry = {
    label: `tag ${pictures(ids.length)}`,
    done: sameForAll(previous, { add_tags: [tag] }),
    inverse: sameForAll(previous, { remove_tags: [tag] }),
    ...rowOf(ids),
  };
  sayDone(`library tag ${tag}`, ids.length, (count) => `${pictures(count)} tagged #${tag}`, step);
  return true;
}

/** Adds tags to one picture and takes others from it. Named one by one, since the next may be typed before the list of
 * this change is back. */
export async function changeTags(id: string, add: string[], remove: string[]): Promise<void> {
  const step = (add_tags: string[], remove_tags: string[]): Step => ({
    name: "content.batch_update",
    input: { content_ids: [id], add_tags, remove_tags },
  });
  const { input } = step(add, remove);
  const done = await attempt("The tags were not kept", () => call("content.batch_update", input as Change & Target));
  if (done) remember({ label: "change tags", done: step(add, remove), inverse: step(remove, add), ...rowOf([id]) });
}

/** Puts pictures into a folder, or out of any. */
export async function putInFolder(target: Target, folder_path: string): Promise<boolean> {
  const previous = await attempt("The folder was not changed", () => changeAll(target, { folder_path }));
  if (!previous) return false;
  const ids = previous.map(({ content_id }) => content_id);
  if (ids.length === 0) return true;
  const step: UndoEntry = {
    label: `put ${pictures(ids.length)} into a folder`,
    done: sameForAll(previous, { folder_path }),
    inverse: stepsBack(previous, (state) => ({ folder_path: state.folder_path })),
    ...rowOf(ids),
  };
  const where = folder_path === "" ? "taken out of their folder" : `put into ${folder_path}`;
  sayDone(`library folder ${folder_path}`, ids.length, (count) => `${pictures(count)} ${where}`, step);
  return true;
}

/** Lays pictures into the trash. */
export async function trash(target: Target): Promise<boolean> {
  const gone = await attempt("The pictures were not deleted", async () => {
    const ids: string[] = [];
    for (const part of targets(target)) {
      const done = await call("content.batch_delete", part);
      ids.push(...done.previous.map(({ content_id }) => content_id));
    }
    return ids;
  });
  if (!gone) return false;
  if (gone.length === 0) return true;
  const step: UndoEntry = {
    label: `delete ${pictures(gone.length)}`,
    done: chunks(gone).map((content_ids): Step => ({ name: "content.batch_delete", input: { content_ids } })),
    inverse: chunks(gone).map((item_ids): Step => ({ name: "trash.restore_many", input: { item_ids } })),
  };
  sayDone("library trash", gone.length, (count) => `${pictures(count)} moved to the trash`, step);
  return true;
}

/** Takes things out of the trash. */
export async function restore(ids: readonly string[]): Promise<boolean> {
  const done = await attempt("Nothing was restored", async () => {
    for (const item_ids of chunks(ids)) await call("trash.restore_many", { item_ids });
    return true;
  });
  if (!done) return false;
  const step: UndoEntry = {
    label: `restore ${pictures(ids.length)}`,
    done: chunks(ids).map((item_ids): Step => ({ name: "trash.restore_many", input: { item_ids } })),
    inverse: chunks(ids).map((content_ids): Step => ({ name: "content.batch_delete", input: { content_ids } })),
  };
  sayDone("library restore", ids.length, (count) => `${pictures(count)} restored`, step);
  return true;
}

/** Changes what the creator says of one picture. `before` holds the same fields as they were. */
export async function change(
  id: string,
  fields: Omit<Input<"content.update">, "content_id">,
  before: Omit<Input<"content.update">, "content_id">,
  words: { failed: string; label: string },
): Promise<boolean> {
  const done = await attempt(words.failed, () => call("content.update", { content_id: id, ...fields }));
  if (!done) return false;
  remember({
    label: words.label,
    done: { name: "content.update", input: { content_id: id, ...fields } },
    inverse: { name: "content.update", input: { content_id: id, ...before } },
    ...rowOf([id]),
  });
  return true;
}

/** Saves one picture as it is, several as a ZIP. */
export async function download(target: Target, name: string): Promise<void> {
  const [only] = "content_ids" in target ? target.content_ids : [];
  const single = "content_ids" in target && target.content_ids.length === 1 && only !== undefined;
  await attempt("Nothing was saved", () =>
    single
      ? host.saveFile("content.download", { content_id: only }, name)
      : host.saveFile("content.batch_download", target, name),
  );
}
