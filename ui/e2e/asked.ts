// An agent, what it asks and what it asked before, for tests.
const at = "2026-11-19T14:57:00Z";

/** An agent that plans Ines's week, with an answer that holds. */
export const PLANNER = {
  id: "planner",
  name: "Planner",
  scope: "publish",
  character_ids: ["ines", "mira"],
  has_token: true,
  answers: [{ operation: "posts.update", answer: "yes", decided_at: "2026-11-03T09:12:00Z" }],
  waiting: 2,
  created_at: "2026-11-01T10:00:00Z",
  seen_at: "2026-11-19T14:55:00Z",
  revoked_at: null,
};

const asked = (id: string, operation: string, words: string, more: object = {}) => ({
  id,
  agent_id: "planner",
  agent_name: "Planner",
  words,
  reason: "publishes",
  reason_words: "It shows something to the public, or lets it go out.",
  operation,
  input: { post_id: id },
  subject: { posts: [], content_ids: [], accounts: [], characters: [{ character_id: "ines", name: "Ines Okafor" }] },
  state: "asked",
  may_be_always: true,
  is_always: false,
  answer: null,
  error: null,
  asked_at: at,
  expires_at: "2026-11-20T14:57:00Z",
  decided_at: null,
  finished_at: null,
  ...more,
});
const half = "The evening does half the drawing.";
const account = { account_id: "ines-x", platform: "x", words: "ines.example on X" };

/** What waits for the creator's word, the newest first. */
export const ASKED = [
  asked("reply", "comments.reply", "Planner wants to write a comment for Ines Okafor: “Thank you, it is a 2B.”", {
    reason: "engages",
    reason_words: "It speaks or acts toward other people, which a person clicks, one at a time.",
    may_be_always: false,
  }),
  asked(
    "evening",
    "posts.publish",
    `Planner wants to publish a post now for Ines Okafor, ines.example on X, with one picture: “${half}”`,
    {
      subject: {
        posts: [
          {
            post_id: "evening",
            platform: "x",
            caption: half,
            hashtags: ["architecture", "drawing"],
            scheduled_at: "2026-11-20T18:15:00Z",
            content_ids: ["picture-1"],
            updated_at: at,
          },
        ],
        content_ids: ["picture-1"],
        accounts: [account],
        characters: [{ character_id: "ines", name: "Ines Okafor" }],
      },
    },
  ),
];

/** What was asked and is over. */
export const ANSWERED = [
  asked("grey", "content.batch_delete", "Planner wants to delete pictures, with 12 pictures.", {
    state: "declined",
    decided_at: "2026-11-19T09:03:00Z",
  }),
  asked("rain", "posts.publish", "Planner wants to publish a post now for Ines Okafor, ines.example on X.", {
    state: "failed",
    decided_at: "2026-11-18T19:00:00Z",
    error: { code: "upstream_error", message: "X did not answer.", details: null },
  }),
];
