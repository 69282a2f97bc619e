// Pictures on their way to a character's references: handed over one after the other, each with what
// became of it. They go on when the screen is left.
import { type ApiError, call, createStore, type Outcome, perform, type Reference, toApiError, useStore } from "@/api";
import type { ChosenFile } from "@/host";
import { sentence } from "./words";

export interface Intake {
  key: number;
  name: string;
  preview_url: string | undefined;
  /** Handed over so far, 0 to 1; null while it waits its turn. */
  progress: number | null;
  outcome?: Outcome;
  /** Why it was refused. */
  why?: string;
}

const intakes = createStore<Readonly<Record<string, readonly Intake[]>>>({});
const lines = new Map<string, Promise<void>>();
let nextKey = 1;

/** The pictures that are on their way, and those that were not simply added. */
export const useIntakes = (characterId: string): readonly Intake[] => useStore(intakes)[characterId] ?? NONE;
const NONE: readonly Intake[] = [];

function change(characterId: string, key: number, next: Partial<Intake>) {
  intakes.set((all) => ({
    ...all,
    [characterId]: (all[characterId] ?? []).map((one) => (one.key === key ? { ...one, ...next } : one)),
  }));
}

/** Takes the notes of what became of files away. */
export function clearIntakes(characterId: string, key?: number): void {
  intakes.set((all) => ({
    ...all,
    [characterId]: (all[characterId] ?? []).filter((one) =>
      key === undefined ? one.outcome === undefined : one.key !== key,
    ),
  }));
}

/** Adds files to a character's references. Ends when all have had their turn. */
export function addReferences(characterId: string, files: readonly ChosenFile[]): Promise<void> {
  const coming = files.map((file) => ({ file, key: nextKey++ }));
  intakes.set((all) => ({
    ...all,
    [characterId]: [
      ...(all[characterId] ?? []),
      ...coming.map(({ file, key }) => ({ key, name: file.name, preview_url: file.preview_url, progress: null })),
    ],
  }));
  const line = coming.reduce(
    (before, { file, key }) => before.then(() => addOne(characterId, key, file)),
    lines.get(characterId) ?? Promise.resolve(),
  );
  lines.set(characterId, line);
  return line;
}

async function addOne(characterId: string, key: number, file: ChosenFile): Promise<void> {
  change(characterId, key, { progress: 0 });
  try {
    const input = await file.input((done) => change(characterId, key, { progress: done }));
    const { results } = await call("references.add", { character_id: characterId, files: [input] });
    const outcome = results[0]?.outcome ?? "added";
    // What was added is a tile of its own now.
    if (outcome === "added") clearIntakes(characterId, key);
    else change(characterId, key, { progress: 1, outcome });
  } catch (thrown) {
    change(characterId, key, { progress: 1, outcome: "refused", why: whyOf(toApiError(thrown)) });
  }
}

/** A refusal's sentence, without the place in the list that it speaks of. */
function whyOf(error: ApiError): string {
  const fields = (error.details as { fields?: { message?: unknown }[] } | null)?.fields;
  const told = Array.isArray(fields) ? fields[0]?.message : undefined;
  return sentence(typeof told === "string" ? told : error.message);
}

const PICTURE = /\.(png|jpe?g|webp|avif|gif|bmp|tiff?)$/i;

/** What a drop would do, in words. In a browser the names are not known before. */
export function describeDrop({ count, names }: { count: number; names: readonly string[] }, name: string) {
  const others = names.filter((one) => !PICTURE.test(one)).length;
  const pictures = names.length > 0 ? names.length - others : count;
  if (pictures === 0) return { title: "None of these is a picture", note: "PNG, JPEG or WebP", refused: true };
  return {
    title: `Add ${pictures === 1 ? "a reference" : `${pictures} references`} to ${name}`,
    ...(others > 0
      ? { note: others === 1 ? "1 more is no picture and will be refused" : `${others} more are no pictures` }
      : {}),
  };
}

/** Makes a reference the primary one; `primary` is the one that is it now. */
export function makePrimary({ character_id, id }: Reference, primary: Reference | undefined): void {
  const step = (reference_id: string) =>
    ({ name: "references.update", input: { character_id, reference_id, is_primary: true } }) as const;
  void perform("references.update", step(id).input, {
    failed: "The primary reference was not changed",
    ...(primary ? { undo: () => ({ label: "change the primary reference", inverse: step(primary.id) }) } : {}),
  });
}
