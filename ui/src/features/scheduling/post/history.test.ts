// The ledger in the creator's words.
import { expect, test } from "vitest";
import type { AttemptStep, Post } from "@/api";
import { historyOf, repliesOf } from "./history";

const post = (part: Partial<Post>) =>
  ({
    platform: "instagram",
    status: "published",
    created_at: "2026-11-17T09:10:00Z",
    approved_at: "2026-11-17T09:12:00Z",
    scheduled_at: "2026-11-17T19:00:00Z",
    published_at: null,
    read_back_at: null,
    visibility: null,
    attention: null,
    error: null,
    rule_id: null,
    ai_label: true,
    state_changed_at: "2026-11-17T19:21:45Z",
    ...part,
  }) as Post;

const step = (kind: AttemptStep["kind"], at: string, part: Partial<AttemptStep> = {}) =>
  ({
    kind,
    item: kind === "publish" ? null : 0,
    is_public: kind === "publish",
    intent_at: `2026-11-17T19:${at}Z`,
    outcome_at: `2026-11-17T19:${at}Z`,
    outcome: "done",
    error: null,
    reply: null,
    ...part,
  }) as AttemptStep;

const said = (given: Post, steps: AttemptStep[]) =>
  historyOf(given, [{ number: 1, steps }]).map(
    ({ mark, words, below }) => `${mark}: ${[words, below].filter(Boolean).join(" ")}`,
  );

test("a post that went out tells each step and that it was confirmed", () => {
  const up = post({
    published_at: "2026-11-17T19:00:07Z",
    read_back_at: "2026-11-17T19:00:09Z",
    visibility: "public",
  });
  expect(said(up, [step("stage", "00:03"), step("publish", "00:06")])).toEqual([
    "done: It was composed.",
    "done: You approved the picture and the text.",
    "due: Due.",
    "done: Put file 1 into the upload place for Instagram.",
    "done: Noted on this computer that it is about to be sent, once.",
    "sent: Instagram took it.",
    "confirmed: Up on Instagram.",
    "confirmed: Confirmed on Instagram. AI label on.",
  ]);
});

test("no answer is said as not known, and not while it is on its way", () => {
  const lost = step("publish", "00:06", { outcome: null, outcome_at: null });
  expect(said(post({ status: "needs_attention" }), [lost]).at(-1)).toBe(
    "unknown: No answer came back. Not known whether it is up.",
  );
  expect(said(post({ status: "publishing" }), [lost]).at(-1)).toMatch(/^done: Noted/);
});

test("a refusal says why, and keeps the reply as it came", () => {
  const refused = step("publish", "00:06", {
    outcome: "refused",
    error: "The shape is too tall.",
    reply: '{"code":36003}',
  });
  const steps = [refused];
  expect(said(post({ status: "publishing" }), steps).at(-1)).toBe(
    "failed: Instagram refused it. The shape is too tall.",
  );
  expect(repliesOf([{ number: 1, steps }])).toEqual([{ at: "2026-11-17T19:00:06Z", text: '{"code":36003}' }]);
});

test("what was looked for and not found was not sent twice", () => {
  const absent = step("publish", "21:40", { outcome: "absent" });
  expect(said(post({ status: "publishing" }), [absent]).at(-1)).toBe("looked: Looked on Instagram: it is not up.");
});

test("a post that was never begun has only what was decided", () => {
  expect(said(post({ status: "scheduled", approved_at: null, rule_id: "r" }), [])).toEqual([
    "done: A task planned it.",
  ]);
});
