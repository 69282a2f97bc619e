// A preset's parameters as the words of a form, and back. An empty field leaves the parameter open.
import type { CreatePreset, GenerationParameters, GenerationParametersInput, Preset } from "@/api";

/** The form's values: numbers stay text, so that they can be empty. */
export interface PresetWords {
  name: string;
  description: string;
  value: {
    model: string;
    sampler_name: string;
    scheduler: string;
    negative_prompt: string;
    steps: string;
    cfg_scale: string;
    width: string;
    height: string;
  };
}

const text = (value: string | number | null | undefined): string => (value == null ? "" : String(value));

export function wordsOfPreset(preset: Preset | null): PresetWords {
  const value: Partial<GenerationParameters> = preset?.value ?? {};
  return {
    name: preset?.name ?? "",
    description: preset?.description ?? "",
    value: {
      model: text(value.model),
      sampler_name: text(value.sampler_name),
      scheduler: text(value.scheduler),
      negative_prompt: text(value.negative_prompt),
      steps: text(value.steps),
      cfg_scale: text(value.cfg_scale),
      width: text(value.width),
      height: text(value.height),
    },
  };
}

const wordOrOpen = (typed: string): string | null => typed.trim() || null;
const numberOrOpen = (typed: string): number | null => (typed.trim() === "" ? null : Number(typed));

/** What the form says, over what the preset holds besides (workflow, LoRAs, seed). */
export function parametersOf(words: PresetWords, preset: Preset | null): GenerationParametersInput {
  const { value } = words;
  return {
    ...inputOf(preset?.value ?? {}),
    model: wordOrOpen(value.model),
    sampler_name: wordOrOpen(value.sampler_name),
    scheduler: wordOrOpen(value.scheduler),
    negative_prompt: wordOrOpen(value.negative_prompt),
    steps: numberOrOpen(value.steps),
    cfg_scale: numberOrOpen(value.cfg_scale),
    width: numberOrOpen(value.width),
    height: numberOrOpen(value.height),
  };
}

const inputOf = ({ loras, ...rest }: GenerationParameters): GenerationParametersInput => ({
  ...rest,
  ...(loras ? { loras: loras.map(({ name, strength }) => ({ name, strength })) } : {}),
});

/** The preset as `create` takes it, to make it again. */
export const createInputOf = ({ name, description, value }: Preset): CreatePreset => ({
  name,
  description,
  value: inputOf(value),
});

/** The parameters that are set, each with its name as the composer says it. */
export function factsOfPreset({ value }: Preset): { name: string; value: string }[] {
  const size = value.width && value.height ? `${value.width} × ${value.height}` : null;
  const loras = value.loras?.map(({ name, strength }) => `${name} ${strength}`).join(", ");
  const facts: [string, string | number | null | undefined][] = [
    ["Model", value.model],
    ["Steps", value.steps],
    ["Guidance", value.cfg_scale],
    ["Sampler", value.sampler_name],
    ["Scheduler", value.scheduler],
    ["Size", size],
    ["Seed", value.seed],
    ["LoRAs", loras],
    ["Workflow", value.workflow_id],
    ["Without", value.negative_prompt],
  ];
  return facts.filter(([, said]) => said != null && said !== "").map(([name, said]) => ({ name, value: String(said) }));
}
