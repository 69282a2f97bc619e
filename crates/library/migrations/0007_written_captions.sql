-- The picture of a firing and the caption that a text engine writes for it, or why none could.
ALTER TABLE rule_firings ADD COLUMN content_id TEXT REFERENCES content (id) ON DELETE SET NULL;
ALTER TABLE rule_firings ADD COLUMN caption TEXT;
ALTER TABLE rule_firings ADD COLUMN caption_fault TEXT;
CREATE INDEX rule_firings_by_content ON rule_firings (content_id) WHERE content_id IS NOT NULL;
