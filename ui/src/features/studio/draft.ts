// What the composer holds. It lives as long as the window, so that leaving the tab loses nothing, and
// stands in no storage: a prompt is the creator's own.
import { createStore, type Input } from "@/api";

export interface DraftLora {
  name: string;
  strength: number;
}

/** What is left open (null, empty) is filled by character, style, preset and server. */
export interface Draft {
  character_id: string | null;
  /** A style's id, "none" for no style; null: the character's default style. */
  style: string | null;
  prompt: string;
  /** The prompt of the book that this one is; its pictures are shown there. */
  prompt_id: string | null;
  negative: string;
  template_id: string | null;
  preset_id: string | null;
  format_id: string | null;
  /** A size of its own, in place of a format. */
  size: { width: number; height: number } | null;
  model: string | null;
  workflow_id: string | null;
  count: number;
  /** Null: random. */
  seed: number | null;
  loras: readonly DraftLora[];
  steps: number | null;
  cfg_scale: number | null;
  sampler_name: string | null;
  scheduler: string | null;
}

export const EMPTY_DRAFT: Draft = {
  character_id: null,
  style: null,
  prompt: "",
  prompt_id: null,
  negative: "",
  template_id: null,
  preset_id: null,
  format_id: null,
  size: null,
  model: null,
  workflow_id: null,
  count: 4,
  seed: null,
  loras: [],
  steps: null,
  cfg_scale: null,
  sampler_name: null,
  scheduler: null,
};

export const draft = createStore<Draft>(EMPTY_DRAFT);

/** Changes parts of the draft. Styles belong to a character and go with it. */
export function change(parts: Partial<Draft>): void {
  draft.set((now) => {
    const next = { ...now, ...parts };
    if (parts.character_id !== undefined && parts.character_id !== now.character_id && parts.style === undefined) {
      next.style = null;
    }
    // Other words are another prompt, whoever wrote them.
    if (parts.prompt_id === undefined && next.prompt !== now.prompt) next.prompt_id = null;
    return next;
  });
}

/** The draft as the program takes it: only what the creator set. */
export function inputOf(draft: Draft): Input<"images.generate"> {
  const set = <K extends string, V>(key: K, value: V | null | undefined | "") =>
    value === null || value === undefined || value === "" ? {} : ({ [key]: value } as Record<K, V>);
  return {
    prompt: draft.prompt.trim(),
    ...set("prompt_id", draft.prompt_id),
    ...set("negative_prompt", draft.negative.trim()),
    ...set("character_id", draft.character_id),
    ...(draft.character_id && draft.style === "none"
      ? { without_style: true }
      : set("style_id", draft.character_id ? draft.style : null)),
    ...set("template_id", draft.template_id),
    ...set("preset_id", draft.preset_id),
    ...(draft.size ?? set("format_id", draft.format_id)),
    ...set("model", draft.model),
    ...set("workflow_id", draft.workflow_id),
    ...set("seed", draft.seed),
    ...(draft.loras.length > 0 ? { loras: [...draft.loras] } : {}),
    ...set("steps", draft.steps),
    ...set("cfg_scale", draft.cfg_scale),
    ...set("sampler_name", draft.sampler_name),
    ...set("scheduler", draft.scheduler),
    count: draft.count,
  };
}

/** What was written into a picture of the program's own making. */
interface Made {
  asked?: string;
  negative_prompt?: string;
  workflow_id?: string;
  style_id?: string;
  template_id?: string;
  loras?: DraftLora[];
  sampler_name?: string;
}

/** The recipe of a picture, as far as it is known. */
interface Recipe {
  steps?: number;
  cfg_scale?: number;
  sampler?: string;
  scheduler?: string;
  model?: string;
  width?: number;
  height?: number;
  negative_prompt?: string;
  extra?: { generation?: Made };
}

/** A picture as `content.get` answers it, the parts that a draft is made of. */
export interface PictureWithRecipe {
  character_id: string | null;
  prompt: string;
  generation_settings: unknown;
  workflow_id: string | null;
}

/** Whose picture it is, as `characters.get` answers; the parts that bring words and LoRAs of their own. */
export interface DraftCharacter {
  id: string;
  appearance: { loras: readonly DraftLora[]; negative_prompt: string };
  styles: readonly { id: string; loras: readonly DraftLora[]; negative_prompt: string }[];
}

/** A template, the part that brings negative words of its own. */
export interface DraftTemplate {
  id: string;
  negative_prompt: string;
}

/**
 * The draft that makes pictures like this one: its words, model, size and parameters, and another seed each time.
 * `character` is whose it is; null where that character is not there any more. `templates` are those that there are.
 */
export function draftOf(
  picture: PictureWithRecipe,
  character: DraftCharacter | null,
  templates: readonly DraftTemplate[],
): Omit<Draft, "count"> {
  const { count: _, ...empty } = EMPTY_DRAFT;
  const recipe = (picture.generation_settings ?? {}) as Recipe;
  const made = recipe.extra?.generation;
  // Without what the creator typed only the whole prompt is known: it holds the character's words already.
  const whose = made?.asked === undefined ? null : character;
  const style = whose?.styles.find(({ id }) => id === made?.style_id);
  const frame = whose || !picture.character_id ? templates.find(({ id }) => id === made?.template_id) : undefined;
  const bare = whose === null && frame === undefined;
  // What character, style and template add is added again.
  const added = [...(whose?.appearance.loras ?? []), ...(style?.loras ?? [])];
  const addedWords = [style, frame, whose?.appearance].flatMap((one) => wordsOf(one?.negative_prompt));
  const negative = wordsOf(made?.negative_prompt ?? recipe.negative_prompt);
  return {
    ...empty,
    character_id: whose?.id ?? null,
    style: whose ? (style?.id ?? "none") : null,
    template_id: frame?.id ?? null,
    prompt: bare ? picture.prompt : (made?.asked ?? picture.prompt),
    negative: negative.filter((word) => !addedWords.includes(word)).join(", "),
    loras: (made?.loras ?? []).filter((one) => !added.some((other) => isSame(one, other))),
    size: recipe.width && recipe.height ? { width: recipe.width, height: recipe.height } : null,
    steps: recipe.steps ?? null,
    cfg_scale: recipe.cfg_scale ?? null,
    sampler_name: made?.sampler_name ?? recipe.sampler ?? null,
    scheduler: recipe.scheduler ?? null,
    model: recipe.model ?? null,
    workflow_id: made?.workflow_id ?? picture.workflow_id,
  };
}

/** Words as they stand between commas. */
const wordsOf = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);

const isSame = (one: DraftLora, other: DraftLora) => one.name === other.name && one.strength === other.strength;
