// A character that is being added. What is typed is kept on this computer until it is added, so that
// leaving the screen or closing the window loses nothing; chosen files are kept until the window closes.
import { useMemo, useState } from "react";
import { createStore, operationMeta, preference, useStore } from "@/api";
import { homeZone } from "@/components/text/timeZones";
import type { ChosenFile } from "@/host";
import { type Editing, type FieldPath, type FieldValue, type FieldValues, faultOf, nested, valueAt } from "./editing";

const blank = (): FieldValues => ({
  name: "",
  bio: "",
  age: Number.NaN,
  location: "",
  timezone: homeZone(),
  interests: [],
  narrative: "",
  platforms: [],
  origin: "fictional",
  consent_id: null,
  profile_image: null,
  personality: {
    extroversion: 0.5,
    creativity: 0.5,
    humor: 0.5,
    professionalism: 0.5,
    authenticity: 0.5,
    communication_style: "",
    preferred_topics: [],
    content_tone: "",
    temperature: 0.7,
    llm_prompt: "",
  },
  appearance: {
    hair_color: "",
    eye_color: "",
    style_keywords: [],
    style_preferences: [],
    face_reference: null,
    face_consistency_method: null,
    base_model: null,
    loras: [],
    prompt_prefix: "",
    negative_prompt: "",
  },
  disclosure: { enabled: true, line: "", overlay: false },
});

interface Draft {
  /** What was changed, by path. */
  values: Record<string, unknown>;
  /** RFC 3339 of the last change; null while nothing was. */
  kept_at: string | null;
}

const EMPTY: Draft = { values: {}, kept_at: null };

const draft = preference<Draft>("new-character", EMPTY);
const chosenFiles = createStore<readonly ChosenFile[]>([]);

export interface NewCharacter extends Editing {
  /** What `characters.create` takes: what was filled in. */
  input(): Record<string, unknown>;
  /** When the draft was kept last. */
  kept_at: string | null;
  /** Fields that were touched and are not right yet. */
  to_fix: number;
  files: readonly ChosenFile[];
  setFiles(files: readonly ChosenFile[]): void;
  /** Lays what the program refused at its fields. Answers whether all of it has a place. */
  refuse(faults: readonly [path: string, message: string][]): void;
  /** Checks all fields. Answers whether it may be sent. */
  check(): boolean;
  /** Empties it, once it was added or thrown away. */
  clear(): void;
}

const NEEDED = Object.entries(operationMeta["characters.create"].rules ?? {})
  .filter(([, rules]) => rules.required)
  .map(([path]) => path as FieldPath);

export function useNewCharacter(): NewCharacter {
  const { values, kept_at } = useStore(draft);
  const files = useStore(chosenFiles);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});

  return useMemo(() => {
    const whole = blank();
    const get = <P extends FieldPath>(path: P) =>
      (path in values ? fromKept(path, values[path]) : valueAt(whole, path)) as FieldValue<P>;
    const error = (path: FieldPath) => refused[path] ?? (touched.has(path) ? faultOf(path, get(path)) : undefined);
    const paths = new Set<FieldPath>([...NEEDED, ...(Object.keys(values) as FieldPath[])]);
    return {
      get,
      error,
      set(path, value) {
        draft.set((now) => ({
          values: { ...now.values, [path]: Number.isNaN(value) ? null : value },
          kept_at: new Date().toISOString(),
        }));
        setRefused(({ [path]: _, ...others }) => others);
      },
      settle: (path) => setTouched((all) => new Set([...all, path])),
      input: () => nested(Object.fromEntries(Object.entries({ timezone: get("timezone"), ...values }))),
      kept_at,
      to_fix: [...paths].filter((path) => error(path) !== undefined).length,
      files,
      setFiles: (next) => chosenFiles.set(next),
      refuse: (faults) => setRefused(Object.fromEntries(faults)),
      check() {
        setTouched(paths);
        return [...paths].every((path) => faultOf(path, get(path)) === undefined);
      },
      clear() {
        draft.set(EMPTY);
        chosenFiles.set([]);
        setTouched(new Set());
        setRefused({});
      },
    };
  }, [values, kept_at, files, touched, refused]);
}

/** An age that is no number is kept as null. */
const fromKept = (path: FieldPath, value: unknown) => (path === "age" && value === null ? Number.NaN : value);
