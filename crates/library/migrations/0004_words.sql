-- Words: the text engines and what they cost, the prompt book, its wildcards.

CREATE TABLE text_engines (
    id                     TEXT NOT NULL PRIMARY KEY,
    name                   TEXT NOT NULL CONSTRAINT text_engine_has_name CHECK (length(trim(name)) > 0),
    kind                   TEXT NOT NULL CHECK (kind IN ('ollama', 'gemini', 'openai_compatible')),
    address                TEXT NOT NULL,
    -- NULL: the first that it has and that runs on its own computer.
    model                  TEXT,
    -- Whether the model looks at pictures; NULL: as the engine says.
    sees                   INTEGER,
    -- US dollars for a million tokens; NULL is not known.
    input_usd_per_million  REAL CHECK (input_usd_per_million >= 0),
    output_usd_per_million REAL CHECK (output_usd_per_million >= 0),
    is_enabled             INTEGER NOT NULL DEFAULT 1,
    -- Smaller is asked first.
    position               INTEGER NOT NULL,
    created_at             TEXT NOT NULL,
    updated_at             TEXT NOT NULL
) STRICT;

-- What was written, added up by month, engine and model: bounded, and enough for a monthly ceiling.
CREATE TABLE text_usage (
    -- YYYY-MM in UTC.
    month         TEXT NOT NULL,
    -- The engine's id; 'rehearsal' for the stand-in. No reference: what was paid stays when the engine goes.
    engine        TEXT NOT NULL,
    model         TEXT NOT NULL,
    calls         INTEGER NOT NULL DEFAULT 0,
    input_tokens  INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    cost_usd      REAL NOT NULL DEFAULT 0,
    PRIMARY KEY (month, engine, model)
) STRICT, WITHOUT ROWID;

-- The prompt book.
CREATE TABLE prompts (
    id              TEXT NOT NULL PRIMARY KEY,
    -- Whose prompt it is; NULL is anybody's.
    character_id    TEXT REFERENCES characters (id) ON DELETE SET NULL,
    title           TEXT NOT NULL DEFAULT '',
    prompt          TEXT NOT NULL CONSTRAINT prompt_has_words CHECK (length(trim(prompt)) > 0),
    negative_prompt TEXT NOT NULL DEFAULT '',
    source          TEXT NOT NULL DEFAULT 'written' CHECK (source IN ('written', 'ai', 'imported')),
    is_favourite    INTEGER NOT NULL DEFAULT 0,
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    deleted_at      TEXT
) STRICT;
CREATE INDEX prompts_newest ON prompts (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX prompts_by_character ON prompts (character_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;

-- The pictures that a prompt of the book made are those of the jobs whose request names it.
CREATE INDEX jobs_by_prompt ON jobs (json_extract(input, '$.prompt_id'))
    WHERE json_extract(input, '$.prompt_id') IS NOT NULL;

-- What `__name__` in a prompt stands for: one of these words each time.
CREATE TABLE wildcards (
    name       TEXT NOT NULL PRIMARY KEY,
    words      TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
