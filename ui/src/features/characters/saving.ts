// Saves a character as it is changed. What is typed is kept here until the program has it, so that
// leaving the screen loses nothing: not what is on its way, and not what was refused.
import { useCallback, useEffect, useMemo } from "react";
import {
  type Character,
  call,
  createStore,
  fieldErrors,
  type Input,
  remember,
  sayError,
  toApiError,
  useStore,
} from "@/api";
import { type Editing, type FieldPath, type FieldValue, faultOf, nested, valueAt } from "./editing";
import { sentence } from "./words";

/** A pause in typing after which what stands there is saved. */
const REST_MS = 1_000;

interface Draft {
  value: unknown;
  /** What the program had when the person came to this field: the way back. */
  before: unknown;
  state: "typing" | "saving" | "saved" | "refused";
  error?: string;
  /** The character's `updated_at` with this value in it. */
  updated_at?: string;
  /** Whether something of it was saved that undo does not know yet. */
  unremembered?: boolean;
}

type Drafts = Readonly<Record<string, Draft>>;

const drafts = createStore<Readonly<Record<string, Drafts>>>({});
const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** Saves of one character go one after the other, so that the last word stays the last. */
const lines = new Map<string, Promise<void>>();

const draftsOf = (id: string): Drafts => drafts.get()[id] ?? {};

function lay(id: string, path: string, draft: Draft) {
  drafts.set((all) => ({ ...all, [id]: { ...all[id], [path]: draft } }));
}

function forget(id: string, path: string) {
  drafts.set((all) => {
    const { [path]: _, ...others } = all[id] ?? {};
    return { ...all, [id]: others };
  });
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The draft still speaks for the field: the character that was read is older than it. */
const counts = (draft: Draft, character: Character) =>
  draft.state !== "saved" || (draft.updated_at ?? "") > character.updated_at;

const input = (id: string, values: Readonly<Record<string, unknown>>) =>
  ({ character_id: id, ...nested(values) }) as Input<"characters.update">;

async function send(id: string, path: string): Promise<void> {
  const draft = draftsOf(id)[path];
  if (draft?.state !== "typing") return;
  const fault = faultOf(path as FieldPath, draft.value);
  if (fault) {
    lay(id, path, { ...draft, state: "refused", error: fault });
    return;
  }
  if (!draft.unremembered && same(draft.value, draft.before)) {
    forget(id, path);
    return;
  }
  lay(id, path, { ...draft, state: "saving" });
  try {
    const saved = await call("characters.update", input(id, { [path]: draft.value }));
    const now = draftsOf(id)[path] ?? draft;
    const state = same(now.value, draft.value) ? "saved" : "typing";
    lay(id, path, { ...now, state, updated_at: saved.updated_at, unremembered: true });
  } catch (thrown) {
    const error = toApiError(thrown);
    const told = fieldErrors(error).find(([field]) => field === path || field.startsWith(`${path}[`))?.[1];
    const now = draftsOf(id)[path] ?? draft;
    lay(id, path, { ...now, state: "refused", error: sentence(told ?? error.message) });
    if (!told) sayError("The change was not saved", error);
  }
}

function save(id: string, path: string): Promise<void> {
  clearTimeout(timers.get(`${id} ${path}`));
  const line = (lines.get(id) ?? Promise.resolve()).then(() => send(id, path));
  lines.set(id, line);
  return line;
}

/** Saves at once, and gives undo the whole of what was changed since the person came to the field. */
async function finish(id: string, path: string): Promise<void> {
  await save(id, path);
  const draft = draftsOf(id)[path];
  if (!draft?.unremembered || draft.state !== "saved") return;
  lay(id, path, { ...draft, unremembered: false, before: draft.value });
  if (same(draft.before, draft.value)) return;
  remember({
    label: `change ${path.replace(/^.*\./, "").replaceAll("_", " ")}`,
    done: { name: "characters.update", input: input(id, { [path]: draft.value }) },
    inverse: { name: "characters.update", input: input(id, { [path]: draft.before }) },
    row: { name: "characters.get", input: { character_id: id } },
    part: (row: Character) => valueAt(row, path as FieldPath),
  });
}

export type SaveState = { state: "quiet" | "saving" | "saved"; to_fix: number };

/** The character's fields, saved as they are changed. */
export function useSaving(character: Character): Editing & { status: SaveState } {
  const id = character.id;
  const own = useStore(drafts)[id];

  useEffect(
    () => () => {
      for (const path of Object.keys(draftsOf(id))) void finish(id, path);
    },
    [id],
  );

  const set = useCallback(
    <P extends FieldPath>(path: P, value: FieldValue<P>) => {
      const draft = draftsOf(id)[path];
      const before =
        draft && (counts(draft, character) || draft.unremembered) ? draft.before : valueAt(character, path);
      lay(id, path, { ...draft, value, before, state: "typing" });
      const key = `${id} ${path}`;
      clearTimeout(timers.get(key));
      timers.set(
        key,
        setTimeout(() => void save(id, path), REST_MS),
      );
    },
    [id, character],
  );

  return useMemo(() => {
    const all = Object.values(own ?? {});
    const draftOf = (path: FieldPath) => {
      const draft = own?.[path];
      return draft && counts(draft, character) ? draft : undefined;
    };
    return {
      get: <P extends FieldPath>(path: P) => {
        const draft = draftOf(path);
        return draft ? (draft.value as FieldValue<P>) : valueAt(character, path);
      },
      set,
      settle: (path) => void finish(id, path),
      error: (path) => {
        const draft = draftOf(path);
        return draft?.state === "refused" ? draft.error : undefined;
      },
      status: {
        state: all.some(({ state }) => state === "saving" || state === "typing")
          ? "saving"
          : all.some(({ state }) => state === "saved")
            ? "saved"
            : "quiet",
        to_fix: all.filter(({ state }) => state === "refused").length,
      },
    };
  }, [own, character, id, set]);
}
