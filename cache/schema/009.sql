-- Schema 9: pictures and films that stand in Notion as files of its own.

-- What the row's Image and cover show: a publication's name, which is uploaded, or a link.
ALTER TABLE items ADD COLUMN image TEXT NOT NULL DEFAULT '';
UPDATE items SET image = picture_link;

-- ================================ More of the record ===========================================

-- What was published and is brought to Notion.
CREATE TABLE uploads (
  name       TEXT NOT NULL PRIMARY KEY,  -- the publication's
  id         TEXT NOT NULL,              -- Notion's of the upload; '' when refused
  state      TEXT NOT NULL CHECK (state IN ('begun', 'sent', 'attached', 'refused')),
  parts      INTEGER NOT NULL,           -- that were sent
  expires_at INTEGER NOT NULL,           -- what nothing shows by then is gone
  reason     TEXT NOT NULL               -- why it is refused, for people
) STRICT;

CREATE INDEX uploads_refused ON uploads (name) WHERE state = 'refused';

-- The block of a video's page that shows its film.
CREATE TABLE film_blocks (
  video_id  TEXT NOT NULL PRIMARY KEY REFERENCES videos (id) ON DELETE CASCADE,
  block_id  TEXT NOT NULL,     -- '': its user deleted it, and none is made again
  name      TEXT NOT NULL,     -- of the publication it shows
  placed_at INTEGER NOT NULL   -- when it was made
) STRICT;

CREATE INDEX videos_with_film ON videos (film) WHERE trashed = 0 AND film <> '';

PRAGMA user_version = 9;
