-- Publishing: accounts, posts, the ledger of their steps, slots, rules, comments and what was done toward others.
-- Planned times are kept as wall-clock time with an IANA zone; due_at is the instant that follows from them.

CREATE TABLE accounts (
    id                 TEXT NOT NULL PRIMARY KEY,
    platform           TEXT NOT NULL,
    -- Whose account it is; other characters' pictures go there only when the creator says so.
    character_id       TEXT REFERENCES characters (id),
    login              TEXT NOT NULL,
    label              TEXT NOT NULL DEFAULT '',
    external_id        TEXT NOT NULL,
    handle             TEXT NOT NULL,
    display_name       TEXT NOT NULL DEFAULT '',
    url                TEXT,
    -- What the platform's calls need besides; nothing secret.
    details            TEXT NOT NULL DEFAULT '{}',
    -- The id of the app that the tokens belong to; accounts of one app are restricted together.
    client_id          TEXT,
    state              TEXT NOT NULL CHECK (state IN ('connected', 'expired', 'revoked', 'restricted', 'disconnected')),
    state_reason       TEXT,
    allows_nsfw        INTEGER NOT NULL DEFAULT 0,
    timezone           TEXT NOT NULL,
    -- How pictures reach a platform that only fetches them: 'page_photo', 'bucket' or 'hand_off'.
    upload_place       TEXT CHECK (upload_place IN ('page_photo', 'bucket', 'hand_off')),
    -- The items of the platform's checklist for AI accounts that the creator ticked.
    demands_met        TEXT NOT NULL DEFAULT '[]',
    is_paused          INTEGER NOT NULL DEFAULT 0,
    paused_reason      TEXT,
    paused_until       TEXT,
    -- No post goes out before this moment: the platform asked for it.
    held_until         TEXT,
    held_reason        TEXT,
    follower_count     INTEGER,
    posts_left         INTEGER,
    token_obtained_at  TEXT,
    token_expires_at   TEXT,
    refresh_expires_at TEXT,
    refreshed_at       TEXT,
    tested_at          TEXT,
    test_error         TEXT,
    synced_at          TEXT,
    created_at         TEXT NOT NULL,
    updated_at         TEXT NOT NULL,
    CONSTRAINT account_once UNIQUE (platform, external_id)
) STRICT;
CREATE INDEX accounts_by_character ON accounts (character_id);
CREATE INDEX accounts_by_app ON accounts (platform, client_id) WHERE client_id IS NOT NULL;

CREATE TABLE rules (
    id                TEXT NOT NULL PRIMARY KEY,
    character_id      TEXT NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
    name              TEXT NOT NULL CONSTRAINT rule_has_name CHECK (length(trim(name)) > 0),
    description       TEXT NOT NULL DEFAULT '',
    trigger_type      TEXT NOT NULL CHECK (trigger_type IN ('schedule', 'interval', 'event')),
    -- {cron, timezone}, {every_minutes, timezone, from} or {event}.
    trigger_config    TEXT NOT NULL,
    -- The accounts that it posts to.
    account_ids       TEXT NOT NULL DEFAULT '[]',
    post_type         TEXT NOT NULL DEFAULT 'post',
    content_type      TEXT NOT NULL DEFAULT 'image',
    content_category  TEXT NOT NULL DEFAULT 'post',
    -- 'approved' takes approved content, 'fresh' makes a picture in time, 'fresh_else_approved' takes what is there
    -- when the picture was not made in time.
    content_source    TEXT NOT NULL DEFAULT 'approved' CHECK (content_source IN ('approved', 'fresh', 'fresh_else_approved')),
    prompt_template   TEXT NOT NULL DEFAULT '',
    caption_template  TEXT NOT NULL DEFAULT '',
    hashtag_strategy  TEXT NOT NULL DEFAULT 'template',
    hashtags          TEXT NOT NULL DEFAULT '[]',
    needs_approval    INTEGER NOT NULL DEFAULT 1,
    max_posts_per_day INTEGER,
    cooldown_minutes  INTEGER,
    -- {from, to} as wall-clock times in the trigger's zone.
    quiet_hours       TEXT,
    -- What happens to a run that was missed: 'late' within late_minutes, 'next_slot', or 'ask'.
    when_missed       TEXT NOT NULL DEFAULT 'late' CHECK (when_missed IN ('late', 'next_slot', 'ask', 'skip')),
    late_minutes      INTEGER NOT NULL DEFAULT 60,
    -- How long before its slot a fresh picture is begun.
    lead_minutes      INTEGER NOT NULL DEFAULT 120,
    is_enabled        INTEGER NOT NULL DEFAULT 1,
    paused_until      TEXT,
    -- The next firing; NULL when it has none.
    next_at           TEXT,
    last_at           TEXT,
    last_outcome      TEXT,
    created_at        TEXT NOT NULL,
    updated_at        TEXT NOT NULL
) STRICT;
CREATE INDEX rules_by_character ON rules (character_id);
CREATE INDEX rules_due ON rules (next_at) WHERE is_enabled = 1 AND next_at IS NOT NULL;

-- Each firing of a rule, so that none happens twice.
CREATE TABLE rule_firings (
    id         TEXT NOT NULL PRIMARY KEY,
    rule_id    TEXT NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    due_at     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('making', 'planned', 'skipped', 'failed', 'asking')),
    reason     TEXT,
    job_id     TEXT REFERENCES jobs (id) ON DELETE SET NULL,
    group_id   TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT firing_once UNIQUE (rule_id, due_at)
) STRICT;
CREATE INDEX rule_firings_open ON rule_firings (state) WHERE state IN ('making', 'asking');

-- A hand-made posting plan of a character: goals, mix, quiet hours.
CREATE TABLE strategies (
    character_id TEXT NOT NULL PRIMARY KEY REFERENCES characters (id) ON DELETE CASCADE,
    value        TEXT NOT NULL,
    updated_at   TEXT NOT NULL
) STRICT;

CREATE TABLE slots (
    id         TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- 1 is Monday, 7 is Sunday.
    weekday    INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    -- HH:MM in the account's zone.
    time       TEXT NOT NULL,
    post_type  TEXT NOT NULL DEFAULT 'post',
    is_enabled INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT slot_once UNIQUE (account_id, weekday, time)
) STRICT;

CREATE TABLE posts (
    row_number        INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    -- Posts made together share it.
    group_id          TEXT NOT NULL,
    account_id        TEXT NOT NULL REFERENCES accounts (id),
    character_id      TEXT REFERENCES characters (id),
    platform          TEXT NOT NULL,
    post_type         TEXT NOT NULL,
    status            TEXT NOT NULL CHECK (status IN (
        'draft', 'scheduled', 'publishing', 'published', 'failed', 'needs_attention', 'cancelled')),
    caption           TEXT NOT NULL DEFAULT '',
    hashtags          TEXT NOT NULL DEFAULT '[]',
    mentions          TEXT NOT NULL DEFAULT '[]',
    title             TEXT,
    first_comment     TEXT,
    -- The platform's own fields.
    fields            TEXT NOT NULL DEFAULT '{}',
    ai_label          INTEGER NOT NULL DEFAULT 1,
    -- What the creator agreed to for this post, such as "other_character".
    allowed           TEXT NOT NULL DEFAULT '[]',
    -- The planned wall-clock time (YYYY-MM-DDTHH:MM:SS) in its zone, and the instant that follows.
    wall_time         TEXT,
    timezone          TEXT,
    due_at            TEXT,
    -- Whether the platform itself publishes it at that time.
    at_platform       INTEGER NOT NULL DEFAULT 0,
    slot_id           TEXT REFERENCES slots (id) ON DELETE SET NULL,
    rule_id           TEXT REFERENCES rules (id) ON DELETE SET NULL,
    when_missed       TEXT NOT NULL DEFAULT 'late' CHECK (when_missed IN ('late', 'next_slot', 'ask', 'skip')),
    late_minutes      INTEGER NOT NULL DEFAULT 60,
    approved_at       TEXT,
    -- When it is next taken up: due_at, or later after a failure that passes.
    next_attempt_at   TEXT,
    attempts          INTEGER NOT NULL DEFAULT 0,
    -- Why it waits although it is due: a limit, a pause, a held account. In words.
    waiting_reason    TEXT,
    publishing_since  TEXT,
    platform_post_id  TEXT,
    platform_post_url TEXT,
    visibility        TEXT,
    published_at      TEXT,
    read_back_at      TEXT,
    -- What is known and which choices there are, when it needs attention.
    attention         TEXT,
    error             TEXT,
    metrics           TEXT,
    synced_at         TEXT,
    -- blake3 of the words as they were sent: the same text again is noticed.
    text_hash         TEXT,
    -- The status before a cancel, so that it can be restored.
    restores_to       TEXT,
    -- When its state last changed: a due post that stands still is an alarm.
    state_changed_at  TEXT NOT NULL,
    created_at        TEXT NOT NULL,
    updated_at        TEXT NOT NULL,
    deleted_at        TEXT
) STRICT;
CREATE INDEX posts_due ON posts (next_attempt_at) WHERE status IN ('scheduled', 'publishing') AND deleted_at IS NULL;
CREATE INDEX posts_by_time ON posts (due_at, id) WHERE due_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX posts_newest ON posts (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX posts_by_status ON posts (status, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX posts_by_character ON posts (character_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX posts_by_account ON posts (account_id, published_at DESC) WHERE deleted_at IS NULL;
CREATE INDEX posts_by_group ON posts (group_id);
CREATE INDEX posts_by_rule ON posts (rule_id, due_at) WHERE rule_id IS NOT NULL;
CREATE INDEX posts_by_text ON posts (text_hash, published_at) WHERE text_hash IS NOT NULL;

-- The files of a post in their order.
CREATE TABLE post_media (
    post_id    TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    content_id TEXT NOT NULL REFERENCES content (id),
    alt_text   TEXT NOT NULL DEFAULT '',
    -- {x, y, width, height} of the picture, each 0 to 1; NULL is the whole.
    crop       TEXT,
    -- The name of the derived file that is sent, in the folder of prepared files; NULL until it was made.
    prepared   TEXT,
    -- Its shape: mime_type, width, height, size_bytes, duration_ms, blake3.
    prepared_facts TEXT,
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_media_by_content ON post_media (content_id, post_id);

-- The ledger: one row a step toward the platform. The intent is durably written before the call, the outcome after.
CREATE TABLE post_steps (
    id           TEXT NOT NULL PRIMARY KEY,
    post_id      TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    -- Which try of the whole post, from 1: what was prepared and is gone is prepared again in a new one.
    attempt      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    item         INTEGER,
    is_public    INTEGER NOT NULL,
    reference    TEXT NOT NULL DEFAULT '',
    request_hash TEXT NOT NULL DEFAULT '',
    -- How often the call was made; a public one is made once and then looked for.
    calls        INTEGER NOT NULL DEFAULT 0,
    intent_at    TEXT,
    outcome_at   TEXT,
    outcome      TEXT CHECK (outcome IN ('done', 'refused', 'absent')),
    platform_id  TEXT,
    data         TEXT NOT NULL DEFAULT '{}',
    -- Whether a secret of this step lies in the keychain.
    has_secret   INTEGER NOT NULL DEFAULT 0,
    error        TEXT,
    -- The platform's raw answer to a refusal, without secrets.
    raw          TEXT,
    CONSTRAINT step_once UNIQUE (post_id, attempt, position)
) STRICT;
CREATE INDEX post_steps_open ON post_steps (post_id) WHERE intent_at IS NOT NULL AND outcome_at IS NULL;

CREATE TABLE comments (
    id          TEXT NOT NULL PRIMARY KEY,
    post_id     TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    external_id TEXT NOT NULL,
    parent_id   TEXT,
    author      TEXT NOT NULL,
    text        TEXT NOT NULL,
    likes       INTEGER,
    is_hidden   INTEGER NOT NULL DEFAULT 0,
    is_ours     INTEGER NOT NULL DEFAULT 0,
    url         TEXT,
    written_at  TEXT,
    seen_at     TEXT NOT NULL,
    CONSTRAINT comment_once UNIQUE (post_id, external_id)
) STRICT;

-- Likes, comments, reposts and follows that a person clicked.
CREATE TABLE engagement_actions (
    id           TEXT NOT NULL PRIMARY KEY,
    character_id TEXT REFERENCES characters (id),
    account_id   TEXT NOT NULL REFERENCES accounts (id),
    platform     TEXT NOT NULL,
    action_type  TEXT NOT NULL CHECK (action_type IN ('like', 'comment', 'follow', 'repost', 'reply')),
    target_type  TEXT NOT NULL,
    target_id    TEXT NOT NULL,
    target_url   TEXT,
    text         TEXT,
    status       TEXT NOT NULL CHECK (status IN ('intended', 'done', 'failed', 'unknown')),
    error        TEXT,
    created_at   TEXT NOT NULL,
    finished_at  TEXT
) STRICT;
CREATE INDEX engagement_actions_newest ON engagement_actions (created_at DESC, id DESC);
