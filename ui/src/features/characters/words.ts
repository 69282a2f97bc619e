// Words of this tab that stand in more than one place.
import type { Origin, Style } from "@/api";

/** "27, Lisbon". */
export const factsOf = ({ age, location }: { age: number; location: string }): string =>
  [age, location].filter(Boolean).join(", ");

/** The name that a sentence uses: "Mira" of Mira Solano. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;

export const ORIGINS: Record<Origin, { label: string; tag: string; hint: string }> = {
  fictional: { label: "Nobody’s, it is fictional", tag: "Fictional", hint: "Designed here or drawn." },
  own_likeness: { label: "Mine", tag: "Own likeness", hint: "No NSFW with it." },
  consent: { label: "Somebody else’s", tag: "With consent", hint: "Written consent: file, scope, until when." },
};

/** A refusal's sentence as a field shows it: with a capital. */
export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** A style's fields, so that it can be made again or set back. */
export const styleFields = (style: Style) => ({
  name: style.name,
  description: style.description,
  prompt_prefix: style.prompt_prefix,
  prompt_suffix: style.prompt_suffix,
  negative_prompt: style.negative_prompt,
  model: style.model,
  loras: style.loras,
  settings: style.settings,
  is_default: style.is_default,
});
