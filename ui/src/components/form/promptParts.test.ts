// Wildcards and refused words in a prompt.
import { expect, test } from "vitest";
import { promptParts } from "./PromptField";

const kinds = (text: string, refused: string[] = []) =>
  promptParts(text, refused).map(({ kind, text }) => `${kind}: ${text}`);

test("wildcards stand out", () => {
  expect(kinds("on __colour__ ground")).toEqual(["text: on ", "wildcard: __colour__", "text:  ground"]);
});

test("refused words stand out whole, in any case, with signs in them", () => {
  expect(kinds("a Teen, canteen, x+y", ["teen", "x+y"])).toEqual([
    "text: a ",
    "refused: Teen",
    "text: , canteen, ",
    "refused: x+y",
  ]);
});

test.each(["", "____", "é 日本 🎭", "a".repeat(100_000)])("nothing of the text is lost", (text) => {
  expect(
    promptParts(text, ["b"])
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
});
