-- Schema 2: views.

-- ================================ More of the record ===========================================

-- A view of a base that is settled: made by us, or refused by Notion. From then on it is its
-- user's: it is never made or changed again, also where the mirror is rebuilt.
CREATE TABLE views (
  source_id TEXT NOT NULL,
  name      TEXT NOT NULL,  -- ours of it (notion/bindings), whatever Notion shows
  PRIMARY KEY (source_id, name)
) STRICT;

PRAGMA user_version = 2;
