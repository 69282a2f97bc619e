// What agents may do, in a creator's words, and how a program is told to connect as one.
import type { AgentScope } from "@/api";

export const SCOPES: readonly { value: AgentScope; label: string; hint: string }[] = [
  {
    value: "read",
    label: "Looks",
    hint: "Sees characters, pictures, posts and figures. Changes nothing.",
  },
  {
    value: "make",
    label: "Makes",
    hint: "Also makes and changes characters, pictures, captions and drafts. Asks you before it deletes, spends money or changes settings.",
  },
  {
    value: "publish",
    label: "Makes, and asks to publish",
    hint: "Also asks you to plan, approve and publish posts, and to like or comment. Nothing goes out without your yes.",
  },
];

export const scopeWords = (scope: AgentScope): string => SCOPES.find(({ value }) => value === scope)?.label ?? scope;

/** Named up to here; more are counted. */
const NAMED = 3;

/** "All characters", "Mira and Juno alone". `nameOf` answers nothing for a character that is gone. */
export function charactersWords(ids: readonly string[], nameOf: (id: string) => string | undefined): string {
  if (ids.length === 0) return "All characters";
  const names = ids.map((id) => nameOf(id) ?? "a deleted character");
  if (names.length > NAMED) return `${names.length} characters alone`;
  const last = names.at(-1);
  return `${names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last} alone`;
}

/** What is put into the settings of a program that starts commands. */
export const commandOf = (name: string): string =>
  `{ "mcpServers": { "troupe": { "command": "troupe-cli", "args": ["mcp", "--agent", ${JSON.stringify(name)}] } } }`;
