// What happened to a post, in the creator's words: its ledger, with what was decided about it, in the order of time.
import type { Attempt, AttemptStep, Post } from "@/api";
import { platformName } from "@/components/data/PlatformMark";

/** What an entry looks like: grey work, what went out, what is not known, what is sure, what failed. */
export type HistoryMark = "done" | "due" | "sent" | "looked" | "unknown" | "confirmed" | "failed";

export interface HistoryEntry {
  at: string;
  mark: HistoryMark;
  words: string;
  /** A quieter sentence below. */
  below?: string;
}

/** A reply of the platform as it came, without secrets. */
export interface RawReply {
  at: string;
  text: string;
}

const messageOf = (error: unknown): string | undefined => (error as { message?: string } | null)?.message;

export function historyOf(post: Post, attempts: readonly Attempt[]): HistoryEntry[] {
  const platform = platformName(post.platform);
  const entries: HistoryEntry[] = [
    { at: post.created_at, mark: "done", words: post.rule_id ? "A task planned it." : "It was composed." },
  ];
  const add = (at: string | null, mark: HistoryMark, words: string, below?: string) => {
    if (at) entries.push({ at, mark, words, ...(below ? { below } : {}) });
  };
  add(post.approved_at, "done", "You approved the picture and the text.");
  const isBegun = attempts.some(({ steps }) => steps.some(({ intent_at }) => intent_at !== null));
  if (isBegun) add(post.scheduled_at, "due", "Due.");
  const isGoing = post.status === "publishing";
  for (const { number, steps } of attempts) {
    const first = steps.find(({ intent_at }) => intent_at !== null);
    if (number > 1) add(first?.intent_at ?? null, "due", "Begun again.");
    for (const step of steps) entries.push(...ofStep(step, platform, isGoing));
  }
  if (post.status === "published" || post.visibility) {
    add(post.published_at, "confirmed", post.visibility === "private" ? "Up, but private." : `Up on ${platform}.`);
    const label = post.ai_label ? "AI label on." : "Without the AI label.";
    if (post.visibility !== "private") add(post.read_back_at, "confirmed", `Confirmed on ${platform}.`, label);
  }
  if (post.status === "needs_attention" && post.attention) {
    add(post.attention.since, "unknown", post.attention.known.join(" "));
  }
  if (post.waiting_reason) add(post.updated_at, "unknown", "It waits.", post.waiting_reason);
  if (post.status === "failed") add(post.state_changed_at, "failed", messageOf(post.error) ?? "It failed.");
  if (post.status === "cancelled") {
    add(post.state_changed_at, "done", messageOf(post.error) ?? "Taken out of the plan.");
  }
  // Sorting keeps the order of what has the same moment.
  return entries.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** What one call toward the platform was, before and after. */
function ofStep(step: AttemptStep, platform: string, isGoing: boolean): HistoryEntry[] {
  const { intent_at, outcome, kind } = step;
  if (!intent_at) return [];
  const ended = step.outcome_at ?? intent_at;
  const failed = (words: string): HistoryEntry => ({
    at: ended,
    mark: "failed",
    words,
    ...(step.error ? { below: step.error } : {}),
  });
  if (kind === "publish") {
    const noted: HistoryEntry = {
      at: intent_at,
      mark: "done",
      words: "Noted on this computer that it is about to be sent, once.",
    };
    if (outcome === "done") return [noted, { at: ended, mark: "sent", words: `${platform} took it.` }];
    if (outcome === "refused") return [noted, failed(`${platform} refused it.`)];
    if (outcome === "absent") {
      const below = step.error ? { below: step.error } : {};
      return [noted, { at: ended, mark: "looked", words: `Looked on ${platform}: it is not up.`, ...below }];
    }
    if (isGoing) return [noted];
    return [noted, { at: ended, mark: "unknown", words: "No answer came back.", below: "Not known whether it is up." }];
  }
  const words = WORDS[kind](platform, step.item === null ? "the file" : `file ${step.item + 1}`);
  if (outcome === "done") return [{ at: ended, mark: "done", words: `${words.did}.` }];
  if (outcome === "refused") return [failed(`${words.could}.`)];
  return [{ at: intent_at, mark: "done", words: `${words.doing}.`, ...(step.error ? { below: step.error } : {}) }];
}

type Said = { did: string; could: string; doing: string };

const WORDS: Record<Exclude<AttemptStep["kind"], "publish">, (platform: string, file: string) => Said> = {
  stage: (platform, file) => ({
    did: `Put ${file} into the upload place for ${platform}`,
    could: `Could not put ${file} into the upload place for ${platform}`,
    doing: `Putting ${file} into the upload place for ${platform}`,
  }),
  upload: (platform, file) => ({
    did: `Sent ${file} to ${platform}`,
    could: `${platform} did not take ${file}`,
    doing: `Sending ${file} to ${platform}`,
  }),
  describe: (platform, file) => ({
    did: `Sent the alt text of ${file}`,
    could: `${platform} did not take the alt text of ${file}`,
    doing: `Sending the alt text of ${file}`,
  }),
  container: (platform) => ({
    did: `Laid the post ready on ${platform}, nobody sees it yet`,
    could: `${platform} did not take the post`,
    doing: `Laying the post ready on ${platform}`,
  }),
  process: (platform) => ({
    did: `${platform} has worked on it`,
    could: `${platform} could not work on it`,
    doing: `Waiting until ${platform} has worked on it`,
  }),
  comment: (platform) => ({
    did: "Wrote the first comment",
    could: `${platform} did not take the first comment`,
    doing: "Writing the first comment",
  }),
  clean: (_, file) => ({
    did: `Took ${file} out of the upload place`,
    could: `Could not take ${file} out of the upload place`,
    doing: `Taking ${file} out of the upload place`,
  }),
};

/** What the platform answered, as it came. */
export const repliesOf = (attempts: readonly Attempt[]): RawReply[] =>
  attempts.flatMap(({ steps }) =>
    steps.flatMap(({ reply, outcome_at, intent_at }) => {
      const at = outcome_at ?? intent_at;
      return reply && at ? [{ at, text: reply }] : [];
    }),
  );
