// The book's words: ratios of formats, searching, and a preset's form there and back.
import { expect, test } from "vitest";
import type { Preset } from "@/api";
import { holds } from "./Book";
import { createInputOf, factsOfPreset, parametersOf, wordsOfPreset } from "./presetValues";
import { ratioOf } from "./shapes";

test.each([
  [1024, 1024, "1:1"],
  [1024, 1280, "4:5"],
  [768, 1344, "about 9:16"],
  [1216, 808, "about 3:2"],
  [1344, 752, "about 16:9"],
  [64, 4096, "0.02:1"],
  [Number.NaN, 8, "not known"],
])("%i × %i is %s", (width, height, said) => {
  expect(ratioOf(width, height)).toBe(said);
});

test("a search wants every word, anywhere", () => {
  expect(holds("wool RAIN", ["In the rain", "a wool coat"])).toBe(true);
  expect(holds("wool snow", ["In the rain", "a wool coat"])).toBe(false);
  expect(holds("", ["anything"])).toBe(true);
});

const PRESET: Preset = {
  id: "1",
  name: "Balanced",
  description: "Good for most",
  value: { steps: 25, cfg_scale: 7, sampler_name: "dpmpp_2m", seed: 42, loras: [{ name: "film", strength: 0.8 }] },
} as Preset;

test("a preset goes through its form unchanged, and keeps what the form does not show", () => {
  const back = parametersOf(wordsOfPreset(PRESET), PRESET);
  expect(back).toMatchObject({ steps: 25, cfg_scale: 7, sampler_name: "dpmpp_2m", seed: 42, model: null });
  expect(back.loras).toEqual([{ name: "film", strength: 0.8 }]);
  expect(createInputOf(PRESET)).toMatchObject({ name: "Balanced", value: { steps: 25, seed: 42 } });
});

test("an emptied field leaves the parameter open", () => {
  const words = wordsOfPreset(PRESET);
  const back = parametersOf({ ...words, value: { ...words.value, steps: " ", cfg_scale: "0" } }, PRESET);
  expect([back.steps, back.cfg_scale]).toEqual([null, 0]);
  expect(factsOfPreset(PRESET).map(({ name }) => name)).toEqual(["Steps", "Guidance", "Sampler", "Seed", "LoRAs"]);
});
