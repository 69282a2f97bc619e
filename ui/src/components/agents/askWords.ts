// How questions of agents are said, and what became of them.
import type { Approval, ApprovalState } from "@/api";
import type { Words } from "../text/words";
import { operationWords } from "./operationWords";

/** An instant as it stands in an input. */
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?/g;

/**
 * The question in a sentence. A caption that stands below it is not quoted in it too, and instants are said as times
 * are said everywhere.
 */
export function headlineOf({ words, subject }: Pick<Approval, "words" | "subject">, said: Words): string {
  const quoted = /^(.*?): “([\s\S]*)”$/.exec(words);
  const [, before = "", quote = ""] = quoted ?? [];
  const stands = quoted && subject.posts.some(({ caption }) => caption.trim().startsWith(quote.replace(/…$/, "")));
  const sentence = (text: string) => text.replace(INSTANT, (at) => said.time(at));
  // Words that others wrote stay as they were written.
  if (stands) return `${sentence(before)}.`;
  return quoted ? `${sentence(before)}: “${quote}”` : sentence(words);
}

/** What "Yes, always" means here; `others` of the same kind wait too and are answered with it. */
export function alwaysWords({ agent_name, operation }: Pick<Approval, "agent_name" | "operation">, others = 0): string {
  const too = others === 0 ? "" : others === 1 ? ", also the other one that waits" : `, also the ${others} that wait`;
  return `Always: from now on ${agent_name} may ${operationWords(operation)} without asking${too}, until you take it back in Settings, Agents.`;
}

/** How many others an answer for always would answer too. */
export const alikeOf = (approval: Approval, waiting: readonly Approval[]): number =>
  waiting.filter(
    (other) =>
      other.id !== approval.id &&
      other.agent_id === approval.agent_id &&
      other.operation === approval.operation &&
      other.may_be_always,
  ).length;

/** "1 waits", "3 wait". */
export const waitWords = (count: number): string => `${count} ${count === 1 ? "waits" : "wait"}`;

const messageOf = (error: unknown): string => (error as { message?: string } | null)?.message ?? "Why is not known.";

/** What became of a question, in a sentence. */
export function outcomeOf(approval: Approval, words: Words): string {
  const { state, is_always, decided_at, error, expires_at } = approval;
  const at = decided_at ? `, ${words.time(decided_at)}` : "";
  const always = is_always ? ", always" : "";
  const ends: Record<ApprovalState, string> = {
    asked: `Waits until ${words.time(expires_at)}.`,
    allowed: `You said yes${always}${at}. It is next.`,
    running: `You said yes${always}${at}. It is being done.`,
    done: `You said yes${always}${at}. Done.`,
    failed: `You said yes${always}${at}, but it could not be done. ${messageOf(error)}`,
    cut_off: `You said yes${always}${at}, but Troupe ended meanwhile. Look whether it took effect.`,
    declined: `Declined${always}${at}.`,
    expired: `Nobody answered until ${words.time(expires_at)}, so it was given up.`,
  };
  return ends[state];
}

/** What is said right after an answer. */
export function answeredWords(approval: Approval): { kind: "done" | "error"; title: string; body: string } {
  const { state, agent_name: agent, is_always, operation, error } = approval;
  switch (state) {
    case "failed":
      return { kind: "error", title: `${agent} could not do it`, body: messageOf(error) };
    case "cut_off":
      return { kind: "error", title: "Troupe ended while it was done", body: "Look whether it took effect." };
    case "declined":
      return { kind: "done", title: `${agent} was told no`, body: "It may ask for exactly this again after a day." };
    default:
      return {
        kind: "done",
        title: state === "done" ? "Done as asked" : "It is being done",
        body: is_always
          ? `${agent} may ${operationWords(operation)} without asking from now on.`
          : "Once, as it was asked.",
      };
  }
}
