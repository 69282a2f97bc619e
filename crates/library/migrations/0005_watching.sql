-- What is started, watched and measured.

-- Programs that were started from here and may outlive the program: they are known again at the next start.
CREATE TABLE service_runs (
    name            TEXT NOT NULL PRIMARY KEY,
    process_id      INTEGER NOT NULL,
    -- As the system tells it, in seconds since 1970: the same number given out again began at another time.
    process_began_s INTEGER NOT NULL,
    started_at      TEXT NOT NULL
) STRICT;

-- SHA-256 of model files on this computer. A row counts as long as size and time of the file are those of the row.
CREATE TABLE model_hashes (
    path        TEXT NOT NULL PRIMARY KEY,
    size_bytes  INTEGER NOT NULL,
    modified_ms INTEGER NOT NULL,
    sha256      TEXT NOT NULL,
    hashed_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX model_hashes_by_sha256 ON model_hashes (sha256);

-- Models that were asked for from the network: one row a file, kept afterwards for what is known of its origin.
CREATE TABLE model_installs (
    id            TEXT NOT NULL PRIMARY KEY,
    -- Where it is fetched from, without keys.
    url           TEXT NOT NULL,
    source        TEXT NOT NULL CHECK (source IN ('hugging_face', 'civitai', 'url')),
    page_url      TEXT,
    title         TEXT NOT NULL DEFAULT '',
    licence       TEXT,
    base_model    TEXT,
    trigger_words TEXT NOT NULL DEFAULT '[]',
    preview_url   TEXT,
    -- ComfyUI's name of the folder, such as `loras`; the file's name within it, with `/` between parts.
    folder        TEXT NOT NULL,
    name          TEXT NOT NULL,
    -- The whole path on this computer.
    path          TEXT NOT NULL,
    -- What the host said before the first byte; NULL where it said nothing.
    size_bytes    INTEGER,
    sha256        TEXT,
    done_bytes    INTEGER NOT NULL DEFAULT 0,
    state         TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    error         TEXT,
    created_at    TEXT NOT NULL,
    finished_at   TEXT
) STRICT;
CREATE UNIQUE INDEX model_install_path_once ON model_installs (path) WHERE state IN ('queued', 'running');
CREATE INDEX model_installs_by_name ON model_installs (folder, name) WHERE state = 'done';

-- Measured values over time: minutes of the last day, hours of the last months.
CREATE TABLE metrics (
    name   TEXT NOT NULL,
    -- How long a row's stretch of time is, in seconds.
    step_s INTEGER NOT NULL CHECK (step_s IN (60, 3600)),
    -- When the stretch begins, in seconds since 1970.
    at_s   INTEGER NOT NULL,
    -- How many values it sums up.
    count  INTEGER NOT NULL,
    sum    REAL NOT NULL,
    least  REAL NOT NULL,
    most   REAL NOT NULL,
    PRIMARY KEY (name, step_s, at_s)
) STRICT, WITHOUT ROWID;
