// How a text engine is said in a table's cells.
import type { NamedEngine, Output } from "@/api";
import type { Health } from "@/components/data/StatusDot";
import type { Choice } from "@/components/form/Select";

/** The value that stands for "no model is chosen". */
export const FIRST_MODEL = "*";

export const KINDS = [
  { value: "ollama", label: "Ollama", hint: "on this computer or in your network", address: "http://127.0.0.1:11434" },
  {
    value: "gemini",
    label: "Gemini",
    hint: "Google’s; wants a key",
    address: "https://generativelanguage.googleapis.com/v1beta",
  },
  {
    value: "openai_compatible",
    label: "OpenAI-compatible",
    hint: "LM Studio, llama.cpp and others",
    address: "http://127.0.0.1:1234/v1",
  },
] as const;

type Model = Output<"text.models">["models"][number];
type EngineHealth = Output<"text.health">["engines"][number];

/** The models to choose from; one that is chosen and gone stays, and says so. */
export function modelChoices(
  engine: Pick<NamedEngine, "model" | "is_local">,
  models: readonly Pick<Model, "name" | "parameters" | "sees">[],
): Choice[] {
  const listed = models.map(({ name, parameters, sees }) => ({
    value: name,
    label: name,
    hint: [parameters, sees ? "sees pictures" : null].filter(Boolean).join(", "),
  }));
  const isGone = engine.model !== null && models.length > 0 && !models.some(({ name }) => name === engine.model);
  const isUnlisted = engine.model !== null && models.length === 0;
  return [
    ...(engine.is_local ? [{ value: FIRST_MODEL, label: "The first that it has" }] : []),
    ...((isGone || isUnlisted) && engine.model
      ? [{ value: engine.model, label: engine.model, ...(isGone ? { hint: "not there" } : {}) }]
      : []),
    ...listed,
  ];
}

/** "nothing", "0.30 $ in, 2.50 $ out", "price not known"; for a million tokens. */
export function priceOf(
  engine: Pick<NamedEngine, "is_local" | "input_usd_per_million" | "output_usd_per_million">,
): string {
  const { input_usd_per_million: input, output_usd_per_million: output } = engine;
  if (input === null && output === null) return engine.is_local ? "nothing" : "price not known";
  if (!input && !output) return "nothing";
  return `${(input ?? 0).toFixed(2)} $ in, ${(output ?? 0).toFixed(2)} $ out`;
}

/** How an engine is: a mark, a word, and why where something is wrong. */
export function stateOf(
  engine: Pick<NamedEngine, "is_enabled" | "is_local" | "model" | "has_key" | "kind">,
  health: Pick<EngineHealth, "state" | "message" | "version" | "loaded"> | undefined,
): { dot: Health; words: string; why?: string } {
  if (!engine.is_enabled) return { dot: "off", words: "Switched off" };
  if (engine.kind === "gemini" && !engine.has_key) return { dot: "off", words: "Off, no key" };
  if (!health) return { dot: "off", words: "Not asked yet" };
  if (health.state !== "running") return { dot: "warn", words: "No answer", why: health.message };
  if (!engine.is_local && !engine.model) return { dot: "warn", words: "No model chosen" };
  const version = health.version ? `, ${health.version}` : "";
  const inMemory = health.loaded.length > 0 ? ", in memory" : "";
  return { dot: "ok", words: `Running${version}${inMemory}` };
}
