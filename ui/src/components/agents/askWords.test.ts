// Questions of agents in words: what is asked, what always means, what became of it.
import { expect, test } from "vitest";
import type { Approval, ApprovalState } from "@/api";
import { wordsOf } from "../text/words";
import { alikeOf, alwaysWords, answeredWords, headlineOf, outcomeOf } from "./askWords";
import { operationWords } from "./operationWords";

const words = wordsOf("en-GB", "Europe/Lisbon", () => new Date("2026-11-19T14:57:00Z"));
const post = { caption: " The evening does half the drawing. And more.", content_ids: [] };

const ask = (more: Partial<Approval> = {}) =>
  ({
    id: "1",
    agent_id: "planner",
    agent_name: "Planner",
    operation: "posts.publish",
    words: "Planner wants to publish a post now.",
    subject: { posts: [], content_ids: [], accounts: [], characters: [] },
    state: "asked",
    may_be_always: true,
    is_always: false,
    error: null,
    expires_at: "2026-11-20T07:52:00Z",
    decided_at: "2026-11-19T08:05:00Z",
    ...more,
  }) as Approval;
const about = (...posts: unknown[]) => ({ ...ask().subject, posts }) as Approval["subject"];

test.each([
  ["a caption that stands below is not quoted too", "P wants to post: “The evening does…”", "P wants to post."],
  ["other words are quoted", "P wants to comment: “Thank you.”", "P wants to comment: “Thank you.”"],
  ["an instant is a time", "P wants to plan, at 2026-11-20T18:15:00Z.", "P wants to plan, at tomorrow 18:15."],
  ["what others wrote is left", "P wants: “at 2026-11-20T18:15:00Z”", "P wants: “at 2026-11-20T18:15:00Z”"],
])("%s", (_, asked, said) => {
  expect(headlineOf({ words: asked, subject: about(post) }, words)).toBe(said);
});

test("always says what for, with what else it answers, and where it is taken back", () => {
  expect(alwaysWords(ask())).toBe(
    "Always: from now on Planner may publish posts without asking, until you take it back in Settings, Agents.",
  );
  expect(alwaysWords(ask(), 1)).toContain("without asking, also the other one that waits, until");
  expect(alwaysWords(ask(), 3)).toContain("also the 3 that wait");
});

test("only questions of the same agent and kind are answered too", () => {
  const waiting = [
    ask(),
    ask({ id: "2" }),
    ask({ id: "3", operation: "posts.delete" }),
    ask({ id: "4", agent_id: "other" }),
    ask({ id: "5", may_be_always: false }),
  ];
  expect(alikeOf(ask(), waiting)).toBe(1);
});

test.each<[ApprovalState, Partial<Approval>, string]>([
  ["asked", {}, "Waits until tomorrow 07:52."],
  ["running", {}, "You said yes, today 08:05. It is being done."],
  ["done", { is_always: true }, "You said yes, always, today 08:05. Done."],
  [
    "failed",
    { error: { message: "X did not answer." } },
    "You said yes, today 08:05, but it could not be done. X did not answer.",
  ],
  ["declined", {}, "Declined, today 08:05."],
  ["expired", { decided_at: null }, "Nobody answered until tomorrow 07:52, so it was given up."],
])("%s is said", (state, more, said) => {
  expect(outcomeOf(ask({ state, ...more }), words)).toBe(said);
});

test.each<[ApprovalState, "done" | "error", string]>([
  ["done", "done", "Done as asked"],
  ["declined", "done", "Planner was told no"],
  ["failed", "error", "Planner could not do it"],
  ["cut_off", "error", "Troupe ended while it was done"],
])("right after an answer, %s is said", (state, kind, title) => {
  expect(answeredWords(ask({ state }))).toMatchObject({ kind, title });
});

test.each([
  ["posts.publish", "publish posts"],
  ["settings.update", "change settings"],
  ["content.batch_delete", "delete pictures"],
  ["instagram.story", "post stories to Instagram"],
  ["twitter.tweet", "post to X"],
  ["trash.empty", "empty the trash"],
  ["novel_things.do_twice", "do twice novel things"],
])("%s is %s", (operation, said) => {
  expect(operationWords(operation)).toBe(said);
});
