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

test("the recipe of a picture asks for the words that were typed, once", () => {
  const made = draftOf({
    character_id: "mira",
    prompt: "Mira, a boat, golden light",
    workflow_id: "w",
    generation_settings: {
      seed: 7,
      width: 1024,
      height: 1280,
      extra: { generation: { asked: "a boat", style_id: "golden" } },
    },
  });
  expect(made).toMatchObject({ prompt: "a boat", character_id: "mira", style: "golden", seed: 7, count: 1 });
});

test("the whole prompt of a picture from elsewhere goes without a character", () => {
  const made = draftOf({ character_id: "mira", prompt: "Mira, a boat", workflow_id: null, generation_settings: {} });
  expect(made).toMatchObject({ prompt: "Mira, a boat", character_id: null });
});
