// The way back. Each entry names the operation that undoes it; it is refused when what it would
// change has changed since.
import { toApiError } from "@/host";
import { call, type Step } from "./call";
import { dismiss, type NoticeWords, say, sayError } from "./notices";
import { createStore } from "./store";

/** How many steps back are kept in a session. */
export const UNDO_STEPS = 50;

/** One operation, or several that run one after the other. */
export type Steps = Step | readonly Step[];

export interface UndoEntry {
  /** What was done, as the menu says it after "Undo": "delete Mira". */
  label: string;
  /** What was done, to do it again. */
  done: Steps;
  /** What takes it back. */
  inverse: Steps;
  /** Reads the row; its `updated_at` tells whether it has changed since. */
  row?: Step;
  /** What of the row counts, where a change of the rest is no hindrance: one field of many. */
  part?: (row: never) => unknown;
  /** The id of the row that these steps make or delete. Made anew it gets another, and all steps that name
   * the old one follow. */
  made?: string;
}

interface Kept extends UndoEntry {
  id: number;
  /** The notice that offers to take it back. */
  notice?: number;
  /** The row's `updated_at`, or its part, after the last step; undefined where it cannot be known. */
  version: Promise<string | undefined>;
}

interface Stacks {
  past: readonly Kept[];
  future: readonly Kept[];
}

const EMPTY: Stacks = { past: [], future: [] };

/** What can be undone and redone, newest last. */
export const undoStacks = createStore<Stacks>(EMPTY);

let busy = false;
let nextId = 1;

async function versionOf({ row, part }: UndoEntry): Promise<string | undefined> {
  if (!row) return undefined;
  try {
    const read = (await call(row.name, row.input as never)) as { updated_at?: unknown };
    if (part) return JSON.stringify(part(read as never));
    return typeof read.updated_at === "string" ? read.updated_at : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a step that was done. What had been undone before can then not be redone. */
export function remember(entry: UndoEntry, notice?: (id: number) => number): void {
  const id = nextId++;
  const kept: Kept = { ...entry, id, version: versionOf(entry), ...(notice ? { notice: notice(id) } : {}) };
  undoStacks.set(({ past }) => ({ past: [...past, kept].slice(-UNDO_STEPS), future: [] }));
}

/** Remembers a step and says it, with Undo for this very step. The notice goes once it is taken back. */
export function offerUndo(entry: UndoEntry, words: NoticeWords): void {
  remember(entry, (id) => say("undo", { action: { label: "Undo", run: () => void undo(id) }, ...words }));
}

/** Forgets all steps, e.g. when another library is opened. */
export function forgetAll(): void {
  undoStacks.set(EMPTY);
}

/** Takes back the last step, or the one of that id. Answers whether it was done. */
export const undo = (id?: number): Promise<boolean> => move("past", "future", "inverse", "Nothing was undone", id);

/** Does the last undone step again. Answers whether it was done. */
export const redo = (): Promise<boolean> => move("future", "past", "done", "Nothing was done again");

async function move(
  from: keyof Stacks,
  to: keyof Stacks,
  step: "inverse" | "done",
  refused: string,
  id?: number,
): Promise<boolean> {
  const steps = undoStacks.get()[from];
  const entry = id === undefined ? steps.at(-1) : steps.find((one) => one.id === id);
  if (!entry || busy) return false;
  busy = true;
  try {
    const [then, now] = await Promise.all([entry.version, versionOf(entry)]);
    if (then !== undefined && now !== undefined && then !== now) {
      drop(from, entry);
      say("warn", { title: refused, body: `After “${entry.label}” it was changed again, elsewhere.` });
      return false;
    }
    let moved = entry;
    const count = stepsOf(entry[step]).length;
    for (let at = 0; at < count; at += 1) {
      const { name, input } = stepsOf(moved[step])[at] as Step;
      const answer = (await call(name, input as never)) as { id?: unknown } | undefined;
      if (moved.made !== undefined && typeof answer?.id === "string") moved = renamed(moved, moved.made, answer.id);
    }
    drop(from, entry);
    if (entry.notice !== undefined) dismiss(entry.notice);
    if (moved !== entry) followRow(entry.made, moved.made);
    const kept: Kept = { ...moved, version: versionOf(moved) };
    undoStacks.set((stacks) => ({
      ...stacks,
      [from]: withVersion(stacks[from], kept),
      [to]: [...stacks[to], kept].slice(-UNDO_STEPS),
    }));
    return true;
  } catch (error) {
    sayError(refused, toApiError(error));
    return false;
  } finally {
    busy = false;
  }
}

const stepsOf = (steps: Steps): readonly Step[] => [steps].flat() as Step[];

/** Lets all steps that name a row go on to the id under which it was made anew. */
function followRow(old: string | undefined, made: string | undefined): void {
  const follow = (entries: readonly Kept[]) => entries.map((entry) => renamed(entry, old, made));
  undoStacks.set(({ past, future }) => ({ past: follow(past), future: follow(future) }));
}

function renamed(entry: Kept, old: string | undefined, made: string | undefined): Kept {
  if (old === undefined || made === undefined || old === made) return entry;
  // Ids are made to be unique: wherever this one stands, it means the row.
  const follow = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll(JSON.stringify(old), JSON.stringify(made)));
  return {
    ...entry,
    done: follow(entry.done),
    inverse: follow(entry.inverse),
    ...(entry.row ? { row: follow(entry.row) } : {}),
    ...(entry.made === old ? { made } : {}),
  };
}

/** The step before, on the same row, now goes by what this one left: that change was no other's. A step
 * over many rows may have changed that of the step before, whichever it is. A part speaks for itself. */
function withVersion(entries: readonly Kept[], { row, part, version }: Kept): readonly Kept[] {
  const last = entries.at(-1);
  if (!row) {
    return last?.row && !last.part ? [...entries.slice(0, -1), { ...last, version: versionOf(last) }] : entries;
  }
  if (part) return entries;
  const key = JSON.stringify(row);
  const at = entries.findLastIndex((one) => JSON.stringify(one.row) === key && !one.part);
  return entries.map((one, index) => (index === at ? { ...one, version } : one));
}

function drop(from: keyof Stacks, entry: Kept): void {
  undoStacks.set((stacks) => ({ ...stacks, [from]: stacks[from].filter((one) => one !== entry) }));
}
