-- Agents: programs that ask for operations of their own accord, what they asked the creator for, and what was answered.

CREATE TABLE agents (
    id            TEXT NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL CONSTRAINT agent_has_name CHECK (length(trim(name)) > 0),
    -- BLAKE3 of its token, which is shown once and kept nowhere; NULL: it comes by the command line alone.
    token_hash    TEXT,
    scope         TEXT NOT NULL CHECK (scope IN ('read', 'make', 'publish')),
    -- Ids of the characters that it may touch; empty is all of them.
    character_ids TEXT NOT NULL DEFAULT '[]',
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    -- When it last asked for anything, to the minute.
    seen_at       TEXT,
    revoked_at    TEXT
) STRICT;
CREATE UNIQUE INDEX agent_name_once ON agents (name COLLATE NOCASE) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX agent_token_once ON agents (token_hash) WHERE token_hash IS NOT NULL;

-- The creator's answers that hold for every further call of an operation by an agent.
CREATE TABLE agent_answers (
    agent_id   TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    operation  TEXT NOT NULL,
    answer     TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
    decided_at TEXT NOT NULL,
    PRIMARY KEY (agent_id, operation)
) STRICT, WITHOUT ROWID;

-- What an agent asked for and may not do alone: one row a question.
CREATE TABLE approvals (
    id          TEXT NOT NULL PRIMARY KEY,
    agent_id    TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    operation   TEXT NOT NULL,
    -- The input as it was asked and as it is carried out.
    input       TEXT NOT NULL,
    -- BLAKE3 of the input, whatever the order of its fields: the same question is asked once.
    input_hash  TEXT NOT NULL,
    -- Why the creator's word is needed.
    reason      TEXT NOT NULL,
    -- What would happen, in a sentence.
    words       TEXT NOT NULL,
    -- The posts, pictures, accounts and characters that it is about, as they stood when it was asked.
    subject     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (
        state IN ('asked', 'allowed', 'running', 'done', 'failed', 'cut_off', 'declined', 'expired')
    ),
    -- Whether the answer was given for every further call too.
    is_always   INTEGER NOT NULL DEFAULT 0,
    -- What the operation answered, or the error that it ended with.
    answer      TEXT,
    error       TEXT,
    asked_at    TEXT NOT NULL,
    expires_at  TEXT NOT NULL,
    decided_at  TEXT,
    finished_at TEXT,
    -- When the agent was given the outcome in place of asking again.
    told_at     TEXT
) STRICT;
CREATE UNIQUE INDEX approval_asked_once ON approvals (agent_id, operation, input_hash) WHERE state = 'asked';
CREATE INDEX approvals_newest ON approvals (asked_at DESC, id DESC);
CREATE INDEX approvals_open ON approvals (state) WHERE state IN ('asked', 'allowed', 'running');
CREATE INDEX approvals_by_question ON approvals (agent_id, operation, input_hash, asked_at DESC);
