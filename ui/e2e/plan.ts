// What the scheduling screens are shown in tests: two characters with their accounts, a week of posts in every state,
// and a proposal for the next one.
import { type Answers, CALM, MIRA, Refusal } from "./answers";

const SOURCE = { source: "the platform's pages", checked: "2026-11-01", mark: "documented" };
const NO = {
  publish: true,
  delete: true,
  alt_text: true,
  first_comment: false,
  read_comments: true,
  reply_comments: true,
  hide_comments: false,
  metrics: true,
  schedule: null,
  like: false,
  repost: false,
  reply: true,
  follow: false,
};
const form = (post_type: string, most: number) => ({
  post_type,
  name: post_type,
  min_items: 0,
  max_items: most,
  image: "image",
  video: null,
  max_clips: null,
  mixed: false,
  has_text: true,
  label: null,
  ...SOURCE,
});
const view = (platform: string, name: string, max: number, posts: unknown[], more: object = {}, label = "line") => ({
  platform,
  name,
  summary: "",
  home: `https://${platform}.example`,
  logins: [],
  fetches: null,
  capabilities: { ...NO, ...more },
  text: { max, max_with_media: null, max_title: null, max_hashtags: null, max_mentions: null, max_alt_text: null },
  posts,
  media: {},
  fields:
    platform === "x"
      ? [
          {
            name: "reply_settings",
            label: "Who may reply",
            help: "Everybody, when it is left out.",
            kind: "choice",
            choices: [{ value: "following", label: "Those you follow" }],
            max: null,
            post_types: [],
            ...SOURCE,
          },
        ]
      : [],
  label: { kind: label, field: null, words: label === "flag" ? "By its own flag." : "A line in the text.", ...SOURCE },
  prices: [],
  demands: [],
  warnings: [],
  limits: [],
  refusals: [],
});
const PLATFORMS = [
  view("instagram", "Instagram", 2200, [form("post", 1), form("carousel", 10)], { first_comment: true }, "flag"),
  view("x", "X", 280, [form("post", 4)]),
  view("bluesky", "Bluesky", 300, [form("post", 4), form("carousel", 4)], { hide_comments: true }),
  view("telegram", "Telegram", 4096, [form("post", 10)], { read_comments: false }),
  view("onlyfans", "OnlyFans", 1000, [form("post", 20)], { publish: false, read_comments: false }),
];

const account = (id: string, platform: string, account_username: string, character: string, name: string) => ({
  id,
  platform,
  account_username,
  display_name: account_username,
  character_id: character,
  character_name: name,
  label: "",
  login: platform,
  external_id: id,
  account_url: `https://${platform}.example/${account_username}`,
  is_connected: true,
  connection_status: "connected",
  message: "Connected.",
  fix: null,
  login_ends_at: null,
  login_renews_at: null,
  kept: "keychain",
  allows_nsfw: false,
  timezone: "UTC",
  upload_place: null,
  bucket: null,
  demands_met: [],
  is_paused: false,
  paused_reason: null,
  paused_until: null,
  held_until: null,
  held_reason: null,
  follower_count: null,
  posts_left: null,
  refreshed_at: null,
  tested_at: null,
  test_error: null,
  last_synced_at: null,
  same_app: [],
  posts: { failed: 0, waiting: 0 },
  created_at: "2026-11-01T00:00:00Z",
  updated_at: "2026-11-01T00:00:00Z",
});
export const ACCOUNTS = [
  account("mira-ig", "instagram", "mira.solano", "mira", "Mira Solano"),
  account("mira-x", "x", "mirasolano", "mira", "Mira Solano"),
  account("mira-bs", "bluesky", "mira.bsky", "mira", "Mira Solano"),
  account("teo-ig", "instagram", "teo.cooks", "teo", "Teo Marchetti"),
  account("teo-tg", "telegram", "teokitchen", "teo", "Teo Marchetti"),
  account("teo-of", "onlyfans", "teo.private", "teo", "Teo Marchetti"),
];

export const picture = (id: string, more: object = {}) => ({
  id,
  character_id: "mira",
  character_name: "Mira Solano",
  content_type: "image",
  description: `Mira by the kiln, ${id}`,
  width: 800,
  height: 1200,
  rating: "safe",
  approval_status: "approved",
  updated_at: "2026-11-19T10:00:00Z",
  tags: [],
  ...more,
});
const SHELF = ["kiln", "river", "window", "bread", "teal", "vase"].map((id) => picture(id));

/** Noon of today and days from it, so that the calendar shows them. */
export const day = (days: number, hour = 12) => {
  const at = new Date();
  at.setUTCHours(hour, 0, 0, 0);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString();
};

/** A post with everything that its detail reads. */
export const post = (id: string, of: (typeof ACCOUNTS)[number], more: object = {}) => ({
  id,
  group_id: `group-${id.split("-")[0]}`,
  account_id: of.id,
  account_handle: of.account_username,
  platform: of.platform,
  character_id: of.character_id,
  character_name: of.character_name,
  post_type: "post",
  status: "scheduled",
  content_id: "kiln",
  media: [
    {
      id: "kiln",
      content_type: "image",
      width: 800,
      height: 1200,
      rating: "safe",
      alt_text: "Mira by the kiln",
      crop: null,
      prepared: {
        id: `${"0".repeat(64)}.jpg`,
        mime_type: "image/jpeg",
        width: 1080,
        height: 1350,
        size_bytes: 412_000,
        duration_ms: null,
      },
    },
  ],
  content_ids: ["kiln"],
  caption: "Ochre day.",
  hashtags: ["ceramics"],
  mentions: [],
  title: null,
  first_comment: null,
  fields: {},
  ai_label: true,
  allowed: [],
  scheduled_at: day(0, 10),
  wall_time: day(0, 10).slice(0, 19),
  timezone: "UTC",
  at_platform: false,
  slot_id: null,
  rule_id: null,
  when_missed: "late",
  late_minutes: 60,
  approved_at: day(-1),
  is_approved: true,
  is_late: false,
  approve_until: null,
  next_attempt_at: null,
  waiting_reason: null,
  waiting_until: null,
  platform_post_id: null,
  platform_post_url: null,
  visibility: null,
  published_at: null,
  read_back_at: null,
  attention: null,
  error: null,
  likes_count: null,
  comments_count: null,
  shares_count: null,
  views_count: null,
  metrics: null,
  synced_at: null,
  state_changed_at: day(0, 10),
  created_at: day(-1),
  updated_at: day(-1),
  ...more,
});

const [MIRA_IG, MIRA_X, MIRA_BS, TEO_IG, TEO_TG, TEO_OF] = ACCOUNTS as [
  (typeof ACCOUNTS)[number],
  (typeof ACCOUNTS)[number],
  (typeof ACCOUNTS)[number],
  (typeof ACCOUNTS)[number],
  (typeof ACCOUNTS)[number],
  (typeof ACCOUNTS)[number],
];
const UP = { status: "published", visibility: "public", published_at: day(0, 10), read_back_at: day(0, 10) };
const attention = (kind: string, known: string, choices: string[], more: object = {}) => ({
  status: "needs_attention",
  attention: { kind, known: [known], choices, url: null, folder: null, checklist: [], since: day(0, 10), ...more },
});

export const POSTS = [
  post("river-1", MIRA_IG, {
    ...UP,
    platform_post_url: "https://instagram.example/p/1",
    likes_count: 412,
    comments_count: 2,
    metrics: { views: null, reach: 5140, likes: 412, comments: 2, shares: null, saves: null, clicks: null },
    synced_at: day(0, 11),
  }),
  post("river-2", MIRA_X, { ...UP, likes_count: 96, synced_at: day(0, 11) }),
  post("river-3", MIRA_BS, {}),
  post("lost-1", TEO_TG, {
    ...attention(
      "unknown",
      "Sent today, no answer came back. Telegram cannot be asked, so it was not sent again.",
      ["up", "send_again", "look_again", "leave"],
      { url: "https://t.example/teokitchen" },
    ),
  }),
  post("tall-1", TEO_IG, {
    status: "failed",
    error: {
      code: "validation_error",
      message: "Instagram would refuse this shape: it is too tall (800 by 1200).",
      fix: { kind: "crop", min_ratio: 0.8, max_ratio: 1.91 },
    },
  }),
  post("hand-1", TEO_OF, {
    ...attention("by_hand", "OnlyFans is posted to by hand.", ["up", "leave"], {
      url: "https://onlyfans.example/teo.private",
      folder: "hand-off/today OnlyFans teo.private",
      checklist: ["Upload the numbered files in their order.", "Paste the words of caption.txt."],
    }),
  }),
];
export type Asked = { name: string; input: Record<string, unknown> };

const group = (id: string) => {
  const posts = POSTS.filter(({ group_id }) => group_id === id);
  const [first] = posts;
  return {
    group_id: id,
    character_id: first?.character_id,
    character_name: first?.character_name,
    scheduled_at: first?.scheduled_at,
    wall_time: first?.wall_time,
    content_id: first?.content_id,
    caption: first?.caption,
    posts,
  };
};

/** A day with one planned post. */
export function calendarOf(id: string) {
  const planned = post(id, MIRA_IG);
  return {
    from_date: day(0).slice(0, 10),
    to_date: day(0).slice(0, 10),
    timezone: "UTC",
    days: [{ date: day(0).slice(0, 10), groups: [{ ...planned, posts: [planned] }], firings: [], post_count: 1 }],
    crowded_hours: [],
    total_posts: 1,
    needs_attention: 0,
  };
}

const row = (days: number, hour: number, content_id: string | null, alternatives: string[]) => ({
  character_id: "mira",
  character_name: "Mira Solano",
  accounts: [
    { account_id: "mira-ig", platform: "instagram", handle: "mira.solano" },
    { account_id: "mira-x", platform: "x", handle: "mirasolano" },
  ],
  account_ids: ["mira-ig", "mira-x"],
  slot_ids: [`slot-${days}-ig`, `slot-${days}-x`],
  rule_id: null,
  scheduled_at: day(days, hour),
  wall_time: day(days, hour).slice(0, 19),
  timezone: "UTC",
  post_type: "post",
  content_id,
  alternatives,
  caption: content_id ? `The ${content_id}, this morning.` : "",
  hashtags: ["lisboa"],
  reason: content_id ? "approved, and never posted there" : "no approved picture of Mira Solano is left",
  is_ready: content_id !== null,
});
const PROPOSAL = {
  is_preview: true,
  from_date: day(1).slice(0, 10),
  to_date: day(7).slice(0, 10),
  timezone: "UTC",
  rows: [
    row(1, 8, "river", ["window", "bread"]),
    row(1, 19, "teal", ["window", "bread"]),
    row(2, 8, "vase", ["bread"]),
    row(3, 8, null, []),
  ],
  ready: 3,
  shelf_left: { mira: 3 },
  created: [],
  refused: [],
  message: "This computer must be awake at 4 times, first tomorrow 08:00.",
};

interface Composed {
  account_ids: string[];
  content_ids: string[];
  caption: string;
  alt_texts: string[];
  ai_label?: boolean;
  for_accounts: { account_id: string; caption?: string; crops?: unknown[]; post_type?: string }[];
}

/** Instagram refuses tall pictures that are not cut, and X more than 280 letters. */
function preflight(input: Composed) {
  const posts = input.account_ids.map((account_id) => {
    const of = ACCOUNTS.find(({ id }) => id === account_id);
    const own = input.for_accounts.find((one) => one.account_id === account_id);
    const text = own?.caption ?? input.caption;
    const max = PLATFORMS.find(({ platform }) => platform === of?.platform)?.text.max ?? 300;
    const findings: unknown[] = [];
    if (text.length > max) {
      findings.push({
        code: "text_too_long",
        severity: "blocks",
        field: "text",
        message: `X takes ${max} characters; these are ${text.length}, as X counts them.`,
        fix: { kind: "shorten", max },
      });
    }
    input.content_ids.forEach((_, at) => {
      if (of?.platform === "instagram" && !own?.crops?.[at]) {
        findings.push({
          code: "ratio",
          severity: "blocks",
          field: `media[${at}]`,
          message: "Instagram would refuse this shape: it is too tall (800 by 1200).",
          fix: { kind: "crop", min_ratio: 0.8, max_ratio: 1.91 },
        });
      }
    });
    return {
      account_id,
      platform: of?.platform,
      post_type: own?.post_type ?? "post",
      is_ready: findings.length === 0,
      findings,
      text: `${text}\n#ceramics`,
      text_length: text.length,
      max_length: max,
      has_ai_flag: of?.platform === "instagram",
      media: input.content_ids.map((content_id) => ({
        content_id,
        prepared: {
          id: `${"0".repeat(64)}.jpg`,
          mime_type: "image/jpeg",
          width: 1080,
          height: 1350,
          size_bytes: 412_000,
          duration_ms: null,
        },
      })),
      cost_usd: of?.platform === "x" ? 0.015 : 0,
    };
  });
  return { is_ready: posts.every(({ is_ready }) => is_ready), posts };
}

const comment = (id: string, text: string, more: object = {}) => ({
  id,
  post_id: "river-1",
  external_id: id,
  parent_id: null,
  author: "rui.ferra",
  text,
  likes: null,
  is_hidden: false,
  is_ours: false,
  url: null,
  written_at: day(0, 11),
  seen_at: day(0, 11),
  ...more,
});

/** The answers, and what was asked for that changes something. */
export function plan(more: Answers = {}): { answers: Answers; asked: Asked[] } {
  const asked: Asked[] = [];
  const note =
    (name: string, answer: unknown = {}) =>
    (input: Record<string, unknown>) => {
      asked.push({ name, input });
      return typeof answer === "function" ? answer(input) : answer;
    };
  const byId = ({ post_id }: { post_id: string }) => POSTS.find(({ id }) => id === post_id);
  const step = (kind: string, part: object = {}) => ({
    kind,
    words: "",
    item: null,
    is_public: kind === "publish",
    intent_at: day(0, 10),
    outcome_at: day(0, 10),
    outcome: "done",
    calls: 1,
    request_hash: "",
    reference: "",
    platform_id: null,
    data: null,
    error: null,
    reply: null,
    ...part,
  });
  const answers: Answers = {
    ...CALM,
    "accounts.list": ({ character_id }: { character_id?: string }) => {
      const accounts = ACCOUNTS.filter((one) => !character_id || one.character_id === character_id);
      return { accounts, total: accounts.length };
    },
    "accounts.status": ({ account_id }: { account_id: string }) => ACCOUNTS.find(({ id }) => id === account_id),
    "platforms.list": { platforms: PLATFORMS, total: PLATFORMS.length },
    "characters.get": MIRA,
    "content.get": ({ content_id }: { content_id: string }) => picture(content_id),
    "content.list": { content: SHELF, total: SHELF.length, limit: 100, offset: 0, next_cursor: null },
    "posts.preflight": preflight,
    "posts.create": note("posts.create", { post_id: "new", group_id: "new", status: "scheduled", posts: [] }),
    "posts.list": (input: { group_id?: string; status?: string; statuses?: string[] }) => {
      const posts = POSTS.filter(
        (one) =>
          (!input.group_id || one.group_id === input.group_id) &&
          (!input.status || one.status === input.status) &&
          (!input.statuses?.length || input.statuses.includes(one.status)),
      );
      return { posts, total: posts.length, limit: 20, offset: 0 };
    },
    "posts.get": (input: { post_id: string }) => ({
      post: byId(input),
      attempts: [
        {
          number: 1,
          steps:
            input.post_id === "lost-1"
              ? [step("publish", { outcome: null, outcome_at: null })]
              : input.post_id === "river-3" || input.post_id === "tall-1"
                ? []
                : [step("stage", { item: 0 }), step("publish")],
        },
      ],
    }),
    "posts.check": (input: { post_id: string }) => {
      const given = byId(input);
      return preflight({
        account_ids: [given?.account_id ?? ""],
        content_ids: ["kiln"],
        caption: given?.caption ?? "",
        alt_texts: [],
        for_accounts: [],
      }).posts[0];
    },
    "posts.update": note("posts.update", (input: { post_id: string }) => byId(input)),
    "posts.publish": note("posts.publish", (input: { post_id: string }) => byId(input)),
    "posts.retry": note("posts.retry", (input: { post_id: string }) => byId(input)),
    "posts.resolve": note("posts.resolve", (input: { post_id: string }) => byId(input)),
    "comments.list": ({ post_id }: { post_id: string }) => ({
      comments:
        post_id === "river-1"
          ? [comment("c1", "Which viewpoint is this?"), comment("c2", "That colour on you", { author: "ana_k" })]
          : [],
      total: 2,
      limit: 100,
      offset: 0,
      message: null,
    }),
    "comments.reply": note("comments.reply", comment("c3", "Graça.", { is_ours: true, parent_id: "c1" })),
    "calendar.get": {
      from_date: day(0).slice(0, 10),
      to_date: day(0).slice(0, 10),
      timezone: "UTC",
      days: [
        {
          date: day(0).slice(0, 10),
          groups: ["group-river", "group-lost", "group-tall", "group-hand"].map(group),
          firings: [],
          post_count: POSTS.length,
        },
        {
          date: day(1).slice(0, 10),
          groups: [],
          firings: [
            {
              rule_id: "evening",
              rule_name: "Evening portrait",
              character_id: "mira",
              character_name: "Mira Solano",
              account_ids: ["mira-ig"],
              scheduled_at: day(1, 9),
              wall_time: day(1, 9).slice(0, 19),
              timezone: "UTC",
              clock_change: null,
              outcome: "from_shelf",
              what: "Takes a picture from the shelf",
              content_id: null,
              group_id: null,
              job_id: null,
              approve_until: null,
            },
          ],
          post_count: 0,
        },
      ],
      crowded_hours: [],
      total_posts: POSTS.length,
      needs_attention: 2,
    },
    "calendar.create": (input: { preview?: boolean; rows?: unknown[] }) => {
      if (input.preview) return PROPOSAL;
      asked.push({ name: "calendar.create", input });
      return { ...PROPOSAL, is_preview: false, rows: [], created: [post("planned-1", MIRA_IG)], refused: [] };
    },
    "scheduling.cancel": note("scheduling.cancel", post("planned-1", MIRA_IG)),
    "engagement.actions": { actions: [], total: 0, limit: 20, offset: 0 },
    "engagement.comment": note("engagement.comment", {}),
    "slots.list": {
      slots: [1, 3].map((weekday) => ({
        id: `slot-${weekday}`,
        account_id: "mira-ig",
        weekday,
        time: "19:00",
        timezone: "UTC",
        post_type: "post",
        is_enabled: weekday === 1,
        next_at: null,
        created_at: day(-1),
        updated_at: day(-1),
      })),
      total: 2,
    },
    "slots.create": note("slots.create", { slots: [], total: 0 }),
    "slots.next": {
      slot: {
        slot_id: "slot-1",
        account_id: "mira-ig",
        wall_time: day(1, 19).slice(0, 19),
        timezone: "UTC",
        scheduled_at: day(1, 19),
        post_type: "post",
      },
      message: null,
    },
    "rules.list": new Refusal(404, "not_found", "There is no rule."),
    ...more,
  };
  return { answers, asked };
}
