// What the composer keeps while another tab is open, and what it sends.
import { afterEach, expect, test } from "vitest";
import { change, draft, draftOf, EMPTY_DRAFT, inputOf } from "./draft";

afterEach(() => draft.set(EMPTY_DRAFT));

test("only what the creator set is sent", () => {
  expect(inputOf({ ...EMPTY_DRAFT, prompt: " a boat ", seed: 0 })).toEqual({ prompt: "a boat", count: 4, seed: 0 });
});

test("no style is another thing than the character's own", () => {
  const mira = { ...EMPTY_DRAFT, prompt: "x", character_id: "mira" };
  expect(inputOf(mira)).not.toHaveProperty("style_id");
  expect(inputOf({ ...mira, style: "none" })).toMatchObject({ without_style: true });
  expect(inputOf({ ...mira, style: "golden" })).toMatchObject({ style_id: "golden" });
});

test("a style goes with its character", () => {
  change({ character_id: "mira", style: "golden" });
  change({ character_id: "teo" });
  expect(draft.get().style).toBeNull();
});

test("a size of its own goes before a format", () => {
  const sized = inputOf({ ...EMPTY_DRAFT, format_id: "f", size: { width: 832, height: 1216 } });
  expect(sized).toMatchObject({ width: 832, height: 1216 });
  expect(sized).not.toHaveProperty("format_id");
});

const FILM = { name: "film", strength: 0.6 };
const FACE = { name: "mira", strength: 0.8 };
const MIRA = {
  id: "mira",
  appearance: { loras: [FACE], negative_prompt: "blurry" },
  styles: [{ id: "golden", loras: [{ name: "gold", strength: 0.5 }], negative_prompt: "grain" }],
};
const PICTURE = {
  character_id: "mira",
  prompt: "Mira, a boat, golden light",
  workflow_id: "w",
  generation_settings: {
    seed: 7,
    width: 1024,
    height: 1280,
    model: "sdxl.safetensors",
    negative_prompt: "rain, grain, noise, blurry",
    extra: {
      generation: {
        asked: "a boat",
        style_id: "golden",
        template_id: "film",
        negative_prompt: "rain, grain, noise, blurry",
        loras: [FACE, { name: "gold", strength: 0.5 }, FILM],
      },
    },
  },
};

test("the recipe of a picture asks for what was typed, once, and for another seed", () => {
  expect(draftOf(PICTURE, MIRA, [{ id: "film", negative_prompt: "noise" }])).toMatchObject({
    prompt: "a boat",
    negative: "rain",
    template_id: "film",
    character_id: "mira",
    style: "golden",
    model: "sdxl.safetensors",
    size: { width: 1024, height: 1280 },
    loras: [FILM],
    seed: null,
  });
});

test("where the character is gone, the whole prompt goes with all that it brought", () => {
  expect(draftOf(PICTURE, null, [{ id: "film", negative_prompt: "noise" }])).toMatchObject({
    prompt: "Mira, a boat, golden light",
    negative: "rain, grain, noise, blurry",
    template_id: null,
    character_id: null,
    style: null,
    loras: [FACE, { name: "gold", strength: 0.5 }, FILM],
  });
});

test("the whole prompt of a picture from elsewhere goes without a character", () => {
  const made = draftOf({ ...PICTURE, generation_settings: {} }, MIRA, []);
  expect(made).toMatchObject({ prompt: "Mira, a boat, golden light", character_id: null });
});

test("a prompt of the book is one as long as its words stand", () => {
  change({ prompt: "on __colour__", prompt_id: "p" });
  change({ count: 8 });
  expect(inputOf(draft.get())).toMatchObject({ prompt_id: "p" });
  change({ prompt: "on ochre" });
  expect(inputOf(draft.get())).not.toHaveProperty("prompt_id");
});
