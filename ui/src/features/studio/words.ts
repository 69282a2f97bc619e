// How Studio says what the program names: parts of a prompt, what holds a job, what is missing.
import type { ImageJob, WordsFrom } from "@/api";

const FROM: Record<WordsFrom, string> = {
  style_prefix: "Style",
  style_suffix: "Style",
  style_negative: "Style",
  template_before: "Template",
  template_after: "Template",
  template_negative: "Template",
  character_prefix: "Character",
  character_look: "Character’s look",
  character_style: "Character’s style of clothing",
  character_negative: "Character",
  prompt: "You",
  negative_prompt: "You",
};

export const fromWords = (from: WordsFrom): string => FROM[from];

const MODEL_FROM = {
  request: "chosen here",
  style: "from the style",
  character: "from the character",
  server: "the first on the server",
} as const;

export const modelFromWords = (from: keyof typeof MODEL_FROM): string => MODEL_FROM[from];

const HELD: Record<string, string> = {
  no_server: "No ComfyUI yet",
  server_off: "ComfyUI is off",
  quiet_hours: "Long: waits for its hours",
  paused: "paused",
};

/** Why a job waits although it is its turn. */
export const heldWords = (reason: string): string => HELD[reason] ?? reason.replaceAll("_", " ");

interface Missing {
  nodes?: { class_type: string }[];
  models?: { folder: string; name: string }[];
  options?: { input: string; value: unknown }[];
}

/** What the server lacks, each in a few words. */
export function missingWords(missing: unknown): string[] {
  const { nodes = [], models = [], options = [] } = (missing ?? {}) as Missing;
  return [
    ...models.map(({ folder, name }) => `${name} (${folder.replaceAll("_", " ")})`),
    ...nodes.map(({ class_type }) => `the node ${class_type}`),
    ...options.map(({ input, value }) => `${String(value)} for ${input.replaceAll("_", " ")}`),
  ];
}

/** "8 pictures", "1 picture". */
export const pictures = (count: number): string => `${count} ${count === 1 ? "picture" : "pictures"}`;

/** What went wrong with a job or a picture of it. */
export interface Failure {
  code: string;
  message: string;
  details: unknown;
}

export function failureOf(error: unknown): Failure | null {
  if (typeof error !== "object" || error === null) return null;
  const { code, message, details } = error as Partial<Failure>;
  return {
    code: code ?? "internal_error",
    message: message ?? "It failed, and nothing more is known",
    details: details ?? null,
  };
}

export const isOpen = (state: ImageJob["status"]): boolean =>
  state === "queued" || state === "submitted" || state === "running";

/** The nearest usual ratio within three hundredths ("4:5"), else undefined. */
export function ratioName(width: number, height: number): string | undefined {
  const ratio = width / height;
  const usual: [string, number][] = [
    ["1:1", 1],
    ["4:5", 4 / 5],
    ["3:4", 3 / 4],
    ["2:3", 2 / 3],
    ["9:16", 9 / 16],
    ["5:4", 5 / 4],
    ["4:3", 4 / 3],
    ["3:2", 3 / 2],
    ["16:9", 16 / 9],
    ["21:9", 21 / 9],
  ];
  return usual.find(([, wanted]) => Math.abs(ratio / wanted - 1) < 0.03)?.[0];
}
