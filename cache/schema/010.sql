-- Schema 10: what was published and stands in a store that speaks S3.

-- ================================ More of the record ===========================================

-- A publication as an object of a store.
CREATE TABLE objects (
  name      TEXT NOT NULL PRIMARY KEY,  -- the publication's
  place     TEXT NOT NULL,              -- the object's address; another one is another object
  state     TEXT NOT NULL CHECK (state IN ('wanted', 'stored')),
  video_id  TEXT NOT NULL,              -- who waits for it
  upload_id TEXT NOT NULL,              -- the store's of a multi-part upload that was begun
  link      TEXT NOT NULL,              -- that was given out last
  signed_at INTEGER NOT NULL            -- when it was signed; 0: it needs no signature
) STRICT;

CREATE INDEX objects_wanted ON objects (name) WHERE state = 'wanted';

PRAGMA user_version = 10;
