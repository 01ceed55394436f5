-- Schema 7: where scripts come from when the page has none, and their sections.

-- What the site says of the video at the URL.
ALTER TABLE videos ADD COLUMN read_url TEXT NOT NULL DEFAULT '';  -- what was read; '': nothing yet
ALTER TABLE videos ADD COLUMN read_at INTEGER;
ALTER TABLE videos ADD COLUMN site_id TEXT NOT NULL DEFAULT '';
ALTER TABLE videos ADD COLUMN site_title TEXT NOT NULL DEFAULT '';
ALTER TABLE videos ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE videos ADD COLUMN duration REAL;  -- seconds
ALTER TABLE videos ADD COLUMN views INTEGER;
ALTER TABLE videos ADD COLUMN published TEXT NOT NULL DEFAULT '';  -- a day: 2026-11-21
-- Scripts for a page without one: what is said in that video, and what was written for this one.
ALTER TABLE videos ADD COLUMN transcript TEXT NOT NULL DEFAULT '';
ALTER TABLE videos ADD COLUMN written TEXT NOT NULL DEFAULT '';

-- The heading above the sentence in the script; '': the same as of the row before it.
ALTER TABLE items ADD COLUMN section TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 7;
