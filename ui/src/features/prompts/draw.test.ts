// The words of a wildcard, said in a line.
import { expect, test } from "vitest";
import { saidWords } from "./Draw";

test.each([
  [[], "no words yet"],
  [["ochre", "teal"], "ochre, teal"],
  [Array.from({ length: 23 }, String), "23 values"],
])("%j is said as %j", (words, said) => {
  expect(saidWords(words)).toBe(said);
});
