-- Deleted references, each with the whole of its row, until the trash is emptied. In a table of their own they are out of
-- every question about a character, and the same picture can be added anew meanwhile.
CREATE TABLE reference_trash (
    id                 TEXT NOT NULL PRIMARY KEY,
    character_id       TEXT NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
    file               TEXT NOT NULL UNIQUE,
    name               TEXT NOT NULL,
    mime_type          TEXT NOT NULL,
    width              INTEGER NOT NULL,
    height             INTEGER NOT NULL,
    size_bytes         INTEGER NOT NULL,
    blake3             TEXT NOT NULL,
    caption            TEXT NOT NULL,
    -- Whether it was the primary one; restored, it is again.
    is_primary         INTEGER NOT NULL,
    use_for_training   INTEGER NOT NULL,
    origin             TEXT NOT NULL,
    consent_id         TEXT REFERENCES consents (id),
    source             TEXT NOT NULL,
    face               TEXT NOT NULL,
    sharpness          REAL,
    has_camera_data    INTEGER NOT NULL,
    created_at         TEXT NOT NULL,
    updated_at         TEXT NOT NULL,
    -- What it was for its character.
    was_profile_image  INTEGER NOT NULL,
    was_face_reference INTEGER NOT NULL,
    deleted_at         TEXT NOT NULL
) STRICT;
CREATE INDEX reference_trash_age ON reference_trash (deleted_at);
