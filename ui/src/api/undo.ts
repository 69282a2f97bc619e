// The way back. Each entry names the operation that undoes it; it is refused when what it would
// change has changed since.
import { toApiError } from "@/host";
import { call, type Step } from "./call";
import { say, sayError } from "./notices";
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
}

interface Kept extends UndoEntry {
  /** The row's `updated_at` after the last step; undefined where it cannot be known. */
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

async function versionOf(row: Step | undefined): Promise<string | undefined> {
  if (!row) return undefined;
  try {
    const read = (await call(row.name, row.input as never)) as { updated_at?: unknown };
    return typeof read.updated_at === "string" ? read.updated_at : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a step that was done. What had been undone before can then not be redone. */
export function remember(entry: UndoEntry): void {
  const kept: Kept = { ...entry, version: versionOf(entry.row) };
  undoStacks.set(({ past }) => ({ past: [...past, kept].slice(-UNDO_STEPS), future: [] }));
}

/** Forgets all steps, e.g. when another library is opened. */
export function forgetAll(): void {
  undoStacks.set(EMPTY);
}

/** Takes back the last step. Answers whether it was done. */
export const undo = (): Promise<boolean> => move("past", "future", "inverse", "Nothing was undone");

/** Does the last undone step again. Answers whether it was done. */
export const redo = (): Promise<boolean> => move("future", "past", "done", "Nothing was done again");

async function move(from: keyof Stacks, to: keyof Stacks, step: "inverse" | "done", refused: string): Promise<boolean> {
  const entry = undoStacks.get()[from].at(-1);
  if (!entry || busy) return false;
  busy = true;
  try {
    const [then, now] = await Promise.all([entry.version, versionOf(entry.row)]);
    if (then !== undefined && now !== undefined && then !== now) {
      drop(from, entry);
      say("warn", { title: refused, body: `After “${entry.label}” it was changed again, elsewhere.` });
      return false;
    }
    for (const { name, input } of [entry[step]].flat() as Step[]) await call(name, input as never);
    drop(from, entry);
    const kept: Kept = { ...entry, version: versionOf(entry.row) };
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

/** The step before, on the same row, now goes by what this one left: that change was no other's. */
function withVersion(entries: readonly Kept[], { row, version }: Kept): readonly Kept[] {
  const key = JSON.stringify(row);
  const at = row ? entries.findLastIndex((one) => JSON.stringify(one.row) === key) : -1;
  return entries.map((one, index) => (index === at ? { ...one, version } : one));
}

function drop(from: keyof Stacks, entry: Kept): void {
  undoStacks.set((stacks) => ({ ...stacks, [from]: stacks[from].filter((one) => one !== entry) }));
}
