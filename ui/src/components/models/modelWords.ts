// How models are said: the name without its file's ending, the family as a person writes it.

/** A model's name without folder ends and file ending: `atelier_sdxl`. */
export const modelName = (file: string): string => file.replace(/\.(safetensors|ckpt|pth?|gguf|sft)$/i, "");

const FAMILIES: Record<string, string> = {
  sd15: "SD 1.5",
  sd21: "SD 2.1",
  sdxl: "SDXL",
  sd3: "SD 3",
  flux: "Flux",
  flux1: "Flux",
  flux2: "Flux 2",
};

/** The family of a model as a person writes it; undefined where its name does not tell. */
export const familyName = (family: unknown): string | undefined =>
  typeof family === "string" ? (FAMILIES[family] ?? family) : undefined;
