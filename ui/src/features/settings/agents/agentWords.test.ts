// What an agent may do and how it comes in, in words.
import { expect, test } from "vitest";
import { charactersWords, commandOf, scopeWords } from "./agentWords";

const names: Record<string, string> = { a: "Mira", b: "Juno", c: "Kaia", d: "Teo" };

test.each([
  [[], "All characters"],
  [["a"], "Mira alone"],
  [["a", "b"], "Mira and Juno alone"],
  [["a", "b", "c"], "Mira, Juno and Kaia alone"],
  [["a", "b", "c", "d"], "4 characters alone"],
  [["a", "gone"], "Mira and a deleted character alone"],
])("%j is %s", (ids, said) => {
  expect(charactersWords(ids, (id) => names[id])).toBe(said);
});

test("a name with quotes still makes settings that can be read", () => {
  const { mcpServers } = JSON.parse(commandOf('the "second"')) as { mcpServers: { troupe: { args: string[] } } };
  expect(mcpServers.troupe.args).toEqual(["mcp", "--agent", 'the "second"']);
});

test("a scope is said", () => expect(scopeWords("publish")).toBe("Makes, and asks to publish"));
