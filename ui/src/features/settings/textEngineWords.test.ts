// Text engines, said in a table's cells.
import { expect, test } from "vitest";
import { FIRST_MODEL, modelChoices, priceOf, stateOf } from "./textEngineWords";

const engine = { is_enabled: true, is_local: true, model: null, has_key: false, kind: "ollama" } as const;
const running = { state: "running", message: "", version: "0.32.1", loaded: [] };

test.each([
  [{ ...engine, is_enabled: false }, running, "Switched off"],
  [{ ...engine, kind: "gemini" as const }, running, "Off, no key"],
  [engine, undefined, "Not asked yet"],
  [engine, { ...running, state: "off", message: "Nobody there." }, "No answer"],
  [{ ...engine, is_local: false }, running, "No model chosen"],
  [engine, { ...running, loaded: ["a"] }, "Running, 0.32.1, in memory"],
])("%j with %j is %j", (one, health, words) => {
  expect(stateOf(one, health).words).toBe(words);
});

test("what an engine costs is said", () => {
  const price = (is_local: boolean, input: number | null, output: number | null) =>
    priceOf({ is_local, input_usd_per_million: input, output_usd_per_million: output });
  expect(price(true, null, null)).toBe("nothing");
  expect(price(false, null, null)).toBe("price not known");
  expect(price(false, 0, 0)).toBe("nothing");
  expect(price(false, 0.3, 2.5)).toBe("0.30 $ in, 2.50 $ out");
});

test("a chosen model that is gone stays among the choices and says so", () => {
  const models = [{ name: "a", parameters: "8.2B", sees: true }];
  expect(modelChoices({ model: "b", is_local: true }, models)).toEqual([
    { value: FIRST_MODEL, label: "The first that it has" },
    { value: "b", label: "b", hint: "not there" },
    { value: "a", label: "a", hint: "8.2B, sees pictures" },
  ]);
  expect(modelChoices({ model: null, is_local: false }, models).map(({ value }) => value)).toEqual(["a"]);
});
