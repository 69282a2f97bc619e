-- The first shape of a library. Migrations only grow: never edit one that has been released.
-- Times are RFC 3339 in UTC, ids are hyphenated UUID version 7, JSON columns hold one documented shape each.

-- Origins of faces, voices and training sets: what each reference rests on.
CREATE TABLE consents (
    id           TEXT NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('face', 'voice', 'training_set')),
    origin       TEXT NOT NULL CHECK (origin IN ('fictional', 'own_likeness', 'consent')),
    subject_name TEXT,
    -- The signed paper, relative to the library's folder; only a written consent has one.
    file         TEXT,
    scope        TEXT,
    notes        TEXT,
    expires_at   TEXT,
    withdrawn_at TEXT,
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL
) STRICT;

CREATE TABLE characters (
    row_number    INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL CONSTRAINT character_has_name CHECK (length(trim(name)) > 0),
    bio           TEXT NOT NULL DEFAULT '',
    age           INTEGER NOT NULL CONSTRAINT character_is_adult CHECK (age >= 18),
    location      TEXT NOT NULL DEFAULT '',
    timezone      TEXT NOT NULL DEFAULT 'UTC',
    interests     TEXT NOT NULL DEFAULT '[]',
    -- A reference's id: the face shown for the character.
    profile_image TEXT,
    status        TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'error')),
    status_reason TEXT,
    paused_at     TEXT,
    paused_until  TEXT,
    personality   TEXT NOT NULL,
    appearance    TEXT NOT NULL,
    narrative     TEXT NOT NULL DEFAULT '',
    platforms     TEXT NOT NULL DEFAULT '[]',
    disclosure    TEXT NOT NULL,
    origin        TEXT NOT NULL DEFAULT 'fictional' CHECK (origin IN ('fictional', 'own_likeness', 'consent')),
    consent_id    TEXT REFERENCES consents (id),
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    deleted_at    TEXT
) STRICT;
CREATE INDEX characters_by_name ON characters (name COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE INDEX characters_deleted ON characters (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE VIRTUAL TABLE characters_fts USING fts5 (
    name, bio, location, interests,
    content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER characters_fts_insert AFTER INSERT ON characters BEGIN
    INSERT INTO characters_fts (rowid, name, bio, location, interests)
    VALUES (new.row_number, new.name, new.bio, new.location, new.interests);
END;
CREATE TRIGGER characters_fts_update AFTER UPDATE OF name, bio, location, interests ON characters BEGIN
    DELETE FROM characters_fts WHERE rowid = old.row_number;
    INSERT INTO characters_fts (rowid, name, bio, location, interests)
    VALUES (new.row_number, new.name, new.bio, new.location, new.interests);
END;
CREATE TRIGGER characters_fts_delete AFTER DELETE ON characters BEGIN
    DELETE FROM characters_fts WHERE rowid = old.row_number;
END;

CREATE TABLE styles (
    id              TEXT NOT NULL PRIMARY KEY,
    character_id    TEXT NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
    name            TEXT NOT NULL CONSTRAINT style_has_name CHECK (length(trim(name)) > 0),
    description     TEXT NOT NULL DEFAULT '',
    prompt_prefix   TEXT NOT NULL DEFAULT '',
    prompt_suffix   TEXT NOT NULL DEFAULT '',
    negative_prompt TEXT NOT NULL DEFAULT '',
    -- A checkpoint of the style's own; NULL leaves the character's.
    model           TEXT,
    loras           TEXT NOT NULL DEFAULT '[]',
    -- Generation parameters of the style's own, as an object.
    settings        TEXT NOT NULL DEFAULT '{}',
    is_default      INTEGER NOT NULL DEFAULT 0,
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    CONSTRAINT style_name_once UNIQUE (character_id, name)
) STRICT;
CREATE UNIQUE INDEX style_default_once ON styles (character_id) WHERE is_default = 1;

CREATE TABLE character_references (
    id               TEXT NOT NULL PRIMARY KEY,
    character_id     TEXT NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
    -- Relative to the library's media folder.
    file             TEXT NOT NULL UNIQUE,
    name             TEXT NOT NULL,
    mime_type        TEXT NOT NULL,
    width            INTEGER NOT NULL,
    height           INTEGER NOT NULL,
    size_bytes       INTEGER NOT NULL,
    blake3           TEXT NOT NULL,
    caption          TEXT NOT NULL DEFAULT '',
    is_primary       INTEGER NOT NULL DEFAULT 0,
    use_for_training INTEGER NOT NULL DEFAULT 1,
    origin           TEXT NOT NULL CHECK (origin IN ('fictional', 'own_likeness', 'consent')),
    consent_id       TEXT REFERENCES consents (id),
    source           TEXT NOT NULL CHECK (source IN ('file', 'upload', 'url', 'content', 'import')),
    face             TEXT NOT NULL DEFAULT 'not_measured' CHECK (face IN ('found', 'none', 'several', 'not_measured')),
    -- Variance of the Laplacian; NULL where it was not measured.
    sharpness        REAL,
    has_camera_data  INTEGER NOT NULL DEFAULT 0,
    created_at       TEXT NOT NULL,
    updated_at       TEXT NOT NULL,
    CONSTRAINT reference_once UNIQUE (character_id, blake3)
) STRICT;
CREATE UNIQUE INDEX reference_primary_once ON character_references (character_id) WHERE is_primary = 1;

-- Each ComfyUI that the creator named.
CREATE TABLE servers (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL CONSTRAINT server_name_once UNIQUE,
    address    TEXT NOT NULL CONSTRAINT server_address_once UNIQUE,
    is_enabled INTEGER NOT NULL DEFAULT 1,
    is_default INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX server_default_once ON servers (is_default) WHERE is_default = 1;

-- One press of a button. The state follows from the runs and is written in the same transaction.
CREATE TABLE jobs (
    id            TEXT NOT NULL PRIMARY KEY,
    kind          TEXT NOT NULL CHECK (kind IN ('image', 'upscale', 'workflow', 'graph')),
    -- Jobs made together by a batch share its id.
    batch_id      TEXT,
    character_id  TEXT REFERENCES characters (id),
    title         TEXT NOT NULL DEFAULT '',
    input         TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('queued', 'submitted', 'running', 'done', 'failed', 'cancelled')),
    held_reason   TEXT,
    -- Smaller goes first.
    position      REAL NOT NULL,
    total         INTEGER NOT NULL,
    success_count INTEGER NOT NULL DEFAULT 0,
    failure_count INTEGER NOT NULL DEFAULT 0,
    error         TEXT,
    retry_of      TEXT,
    created_at    TEXT NOT NULL,
    started_at    TEXT,
    finished_at   TEXT,
    cleared_at    TEXT
) STRICT;
CREATE INDEX jobs_open ON jobs (position) WHERE state IN ('queued', 'submitted', 'running');
CREATE INDEX jobs_by_time ON jobs (created_at) WHERE cleared_at IS NULL;
CREATE INDEX jobs_by_character ON jobs (character_id, created_at);
CREATE INDEX jobs_by_batch ON jobs (batch_id) WHERE batch_id IS NOT NULL;

-- One ComfyUI prompt, which is sent under an id chosen here and written before it is sent. A run that
-- goes again with other settings gets a new one, since a server keeps the end of the old one.
CREATE TABLE runs (
    id           TEXT NOT NULL PRIMARY KEY,
    prompt_id    TEXT NOT NULL UNIQUE,
    job_id       TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    number       INTEGER NOT NULL,
    server_id    TEXT REFERENCES servers (id) ON DELETE SET NULL,
    state        TEXT NOT NULL CHECK (state IN ('queued', 'submitted', 'running', 'done', 'failed', 'cancelled')),
    attempt      INTEGER NOT NULL DEFAULT 0,
    seed         INTEGER NOT NULL,
    -- The whole recipe as plain data: what the graph is built from.
    recipe       TEXT NOT NULL,
    error        TEXT,
    submitted_at TEXT,
    started_at   TEXT,
    finished_at  TEXT,
    CONSTRAINT run_number_once UNIQUE (job_id, number)
) STRICT;
CREATE INDEX runs_open ON runs (state) WHERE state IN ('queued', 'submitted', 'running');
CREATE INDEX runs_by_end ON runs (state, finished_at DESC) WHERE state IN ('done', 'failed');
CREATE INDEX runs_ended ON runs (finished_at DESC) WHERE state IN ('done', 'failed');

CREATE TABLE content (
    row_number       INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE,
    character_id     TEXT REFERENCES characters (id),
    job_id           TEXT REFERENCES jobs (id) ON DELETE SET NULL,
    run_id           TEXT REFERENCES runs (id) ON DELETE SET NULL,
    -- Which of the run's outputs it is, from 1: a picture fetched twice after a crash is one row.
    output_number    INTEGER,
    -- The item that this one was derived from.
    parent_id        TEXT REFERENCES content (id) ON DELETE SET NULL,
    content_type     TEXT NOT NULL CHECK (content_type IN ('image', 'video', 'audio', 'text')),
    category         TEXT NOT NULL DEFAULT 'post',
    source           TEXT NOT NULL CHECK (source IN ('generated', 'imported', 'derived')),
    -- Relative to the library's media folder, with forward slashes.
    file             TEXT NOT NULL CONSTRAINT content_file_once UNIQUE,
    -- The file's last name, unique in the library: `file` ends with it.
    file_name        TEXT NOT NULL CONSTRAINT content_file_name_once UNIQUE,
    mime_type        TEXT NOT NULL,
    width            INTEGER,
    height           INTEGER,
    size_bytes       INTEGER NOT NULL,
    blake3           TEXT NOT NULL,
    prompt           TEXT NOT NULL DEFAULT '',
    negative_prompt  TEXT NOT NULL DEFAULT '',
    workflow_id      TEXT,
    model            TEXT,
    seed             INTEGER,
    -- Scores run from 0 to 1; NULL is not measured.
    quality_score    REAL CHECK (quality_score BETWEEN 0 AND 1),
    identity_score   REAL CHECK (identity_score BETWEEN 0 AND 1),
    description      TEXT NOT NULL DEFAULT '',
    rating           TEXT NOT NULL DEFAULT 'unknown' CHECK (rating IN ('unknown', 'safe', 'suggestive', 'nsfw')),
    folder           TEXT NOT NULL DEFAULT '',
    approval_status  TEXT NOT NULL DEFAULT 'pending' CHECK (approval_status IN ('pending', 'approved', 'rejected')),
    rejected_reason  TEXT,
    decided_at       TEXT,
    is_ai_made       INTEGER NOT NULL DEFAULT 1,
    times_used       INTEGER NOT NULL DEFAULT 0,
    created_at       TEXT NOT NULL,
    updated_at       TEXT NOT NULL,
    deleted_at       TEXT,
    -- Last, because it is long and lists do without it.
    recipe           TEXT NOT NULL DEFAULT '{}'
) STRICT;
-- The grid's order, with the columns of its conditions: any of them together are answered from this index alone.
CREATE INDEX content_newest ON content (
    created_at DESC, id DESC, character_id, approval_status, content_type, folder, model, rating, category, source,
    quality_score, identity_score, times_used, deleted_at
) WHERE deleted_at IS NULL;
-- One condition alone; the last two columns answer the order by quality and the count without the row.
CREATE INDEX content_by_character ON content (character_id, created_at DESC, id DESC, quality_score, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX content_by_approval ON content (approval_status, created_at DESC, id DESC, quality_score, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX content_by_character_approval ON content (character_id, approval_status, created_at DESC, id DESC, quality_score, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX content_by_type ON content (content_type, created_at DESC, id DESC, quality_score, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX content_by_folder ON content (folder, created_at DESC, id DESC, quality_score, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX content_by_model ON content (model, created_at DESC, id DESC, quality_score, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX content_by_name ON content (file_name) WHERE deleted_at IS NULL;
-- What is not measured comes last.
CREATE INDEX content_by_quality ON content (coalesce(quality_score, -1) DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX content_by_seed ON content (seed) WHERE seed IS NOT NULL;
CREATE INDEX content_by_job ON content (job_id);
CREATE UNIQUE INDEX content_output_once ON content (run_id, output_number) WHERE run_id IS NOT NULL;
CREATE INDEX content_by_parent ON content (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX content_by_hash ON content (blake3);
CREATE INDEX content_trash ON content (deleted_at DESC, id DESC) WHERE deleted_at IS NOT NULL;

-- Tags and LoRAs point at row numbers, which SQLite compares several times faster than ids: filters by a common
-- tag stay quick in a large library.
CREATE TABLE content_tags (
    content_row INTEGER NOT NULL REFERENCES content (row_number) ON DELETE CASCADE,
    tag         TEXT NOT NULL,
    PRIMARY KEY (content_row, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX content_tags_by_tag ON content_tags (tag, content_row);

CREATE TABLE content_loras (
    content_row INTEGER NOT NULL REFERENCES content (row_number) ON DELETE CASCADE,
    name        TEXT NOT NULL,
    strength    REAL NOT NULL,
    PRIMARY KEY (content_row, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX content_loras_by_name ON content_loras (name, content_row);

CREATE VIRTUAL TABLE content_fts USING fts5 (
    prompt, description, tags, model, loras, seed, file_name,
    content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER content_fts_insert AFTER INSERT ON content BEGIN
    INSERT INTO content_fts (rowid, prompt, description, tags, model, loras, seed, file_name)
    VALUES (new.row_number, new.prompt, new.description, '', coalesce(new.model, ''), '', coalesce(new.seed, ''), new.file_name);
END;
CREATE TRIGGER content_fts_update AFTER UPDATE OF prompt, description, model, seed ON content BEGIN
    DELETE FROM content_fts WHERE rowid = old.row_number;
    INSERT INTO content_fts (rowid, prompt, description, tags, model, loras, seed, file_name)
    SELECT new.row_number, new.prompt, new.description,
           coalesce((SELECT group_concat(tag, ' ') FROM content_tags WHERE content_row = new.row_number), ''),
           coalesce(new.model, ''),
           coalesce((SELECT group_concat(name, ' ') FROM content_loras WHERE content_row = new.row_number), ''),
           coalesce(new.seed, ''), new.file_name;
END;
CREATE TRIGGER content_fts_delete AFTER DELETE ON content BEGIN
    DELETE FROM content_fts WHERE rowid = old.row_number;
END;
-- A tag or a LoRA that comes or goes touches the item, and the item's trigger writes the index anew.
CREATE TRIGGER content_tags_insert AFTER INSERT ON content_tags BEGIN
    UPDATE content SET description = description WHERE row_number = new.content_row;
END;
CREATE TRIGGER content_tags_delete AFTER DELETE ON content_tags BEGIN
    UPDATE content SET description = description WHERE row_number = old.content_row;
END;
CREATE TRIGGER content_loras_insert AFTER INSERT ON content_loras BEGIN
    UPDATE content SET description = description WHERE row_number = new.content_row;
END;

-- Named generation parameters ("presets" on the screen).
CREATE TABLE presets (
    id          TEXT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL CONSTRAINT preset_name_once UNIQUE,
    description TEXT NOT NULL DEFAULT '',
    value       TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
) STRICT;

-- Anybody's prompt frames, with {prompt} in them.
CREATE TABLE templates (
    id              TEXT NOT NULL PRIMARY KEY,
    name            TEXT NOT NULL CONSTRAINT template_name_once UNIQUE,
    description     TEXT NOT NULL DEFAULT '',
    prompt_template TEXT NOT NULL,
    negative_prompt TEXT NOT NULL DEFAULT '',
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL
) STRICT;

CREATE TABLE formats (
    id          TEXT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL CONSTRAINT format_name_once UNIQUE,
    description TEXT NOT NULL DEFAULT '',
    width       INTEGER NOT NULL,
    height      INTEGER NOT NULL,
    platforms   TEXT NOT NULL DEFAULT '[]',
    position    REAL NOT NULL DEFAULT 0,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
) STRICT;

CREATE TABLE prompt_examples (
    id              TEXT NOT NULL PRIMARY KEY,
    title           TEXT NOT NULL,
    prompt          TEXT NOT NULL,
    negative_prompt TEXT NOT NULL DEFAULT '',
    category        TEXT NOT NULL DEFAULT '',
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    key        TEXT NOT NULL PRIMARY KEY,
    value      TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which secrets were given, never what they are: those lie in the keychain.
CREATE TABLE secrets (
    name       TEXT NOT NULL PRIMARY KEY,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers kept for 24 hours, so that a repeated call is answered and not done again.
CREATE TABLE idempotency_keys (
    operation  TEXT NOT NULL,
    key        TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    answer     TEXT,
    created_at TEXT NOT NULL,
    PRIMARY KEY (operation, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);

CREATE TABLE uploads (
    id         TEXT NOT NULL PRIMARY KEY,
    file       TEXT NOT NULL,
    name       TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- Errors grouped by cause.
CREATE TABLE errors (
    id          TEXT NOT NULL PRIMARY KEY,
    cause       TEXT NOT NULL CONSTRAINT error_cause_once UNIQUE,
    code        TEXT NOT NULL,
    message     TEXT NOT NULL,
    details     TEXT NOT NULL DEFAULT '{}',
    operation   TEXT,
    input       TEXT,
    count       INTEGER NOT NULL DEFAULT 1,
    first_at    TEXT NOT NULL,
    last_at     TEXT NOT NULL,
    resolved_at TEXT
) STRICT;
CREATE INDEX errors_by_time ON errors (last_at DESC);
