-- Schema 1.
--
-- Ids are UUIDs with dashes, time stamps milliseconds since 1970 UTC, flags 0 or 1. NULL in an id
-- means "none". Statuses are Notion's words. Columns of text hold UTF-8 as it came.
-- This file never changes once released: a new schema is a new file.

-- ============================== The record: the truth, backed up ==============================

-- A video: one page of the Videos database. Left of `taken_body` is what its user says, written by
-- notion/pull; from there on what the daemon makes of it, written by pipeline/work.
-- `film` names an artifact without a foreign key: the old link stands while a damaged film, gone
-- from artifacts, is made again.
CREATE TABLE videos (
  id         TEXT NOT NULL PRIMARY KEY,
  page_id    TEXT UNIQUE,
  title      TEXT NOT NULL,
  url        TEXT NOT NULL,
  approved   INTEGER NOT NULL CHECK (approved IN (0, 1)),
  paused     INTEGER NOT NULL CHECK (paused IN (0, 1)),
  trashed    INTEGER NOT NULL CHECK (trashed IN (0, 1)),
  body       TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  taken_body TEXT NOT NULL,
  status     TEXT NOT NULL CHECK (status IN ('New', 'Ingesting', 'Scripting', 'Awaiting Approval',
               'Generating', 'Rendering', 'Complete', 'Paused', 'Failed')),
  total      INTEGER NOT NULL,
  completed  INTEGER NOT NULL,
  progress   REAL NOT NULL,
  error      TEXT NOT NULL,
  film       TEXT NOT NULL,
  render     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revision   INTEGER NOT NULL DEFAULT 0,  -- raised by every change of what Notion should show
  pushed     INTEGER NOT NULL DEFAULT 0   -- the revision that Notion shows
) STRICT;

CREATE INDEX videos_by_age ON videos (created_at);
-- All that the loops ask of every video at every pass.
CREATE INDEX videos_live ON videos (created_at, id, revision) WHERE trashed = 0;
-- Holds only the videos that push has to look at: idle passes cost nothing.
CREATE INDEX videos_unpushed ON videos (created_at) WHERE pushed < revision;

-- A part of a video, in a tree: a sentence now; tracks, pictures, scenes and shots later.
-- Siblings stand in order of position, then age.
CREATE TABLE items (
  id           TEXT NOT NULL PRIMARY KEY,
  video_id     TEXT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
  parent_id    TEXT REFERENCES items (id) ON DELETE CASCADE,
  kind         TEXT NOT NULL,
  position     REAL NOT NULL,
  page_id      TEXT UNIQUE,
  state        TEXT NOT NULL CHECK (state IN ('live', 'dropped', 'trashed')),
  text         TEXT NOT NULL,
  source       TEXT NOT NULL,
  touched      INTEGER NOT NULL CHECK (touched IN (0, 1)),
  take         INTEGER NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('Pending', 'Processing', 'Image Generated',
                 'Complete')),
  words        INTEGER NOT NULL,
  picture_link TEXT NOT NULL,
  error        TEXT NOT NULL,
  changed_at   INTEGER NOT NULL,
  created_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX items_in_order ON items (video_id, position, created_at);
CREATE INDEX items_of_parent ON items (parent_id) WHERE parent_id IS NOT NULL;

-- A property that we fill in for the user. The owner is a video or an item.
CREATE TABLE fills (
  owner_id TEXT NOT NULL,
  property TEXT NOT NULL,
  ours     TEXT NOT NULL,
  inputs   TEXT NOT NULL,
  wrote    TEXT NOT NULL,
  theirs   TEXT,  -- NULL: the user put nothing in its place
  PRIMARY KEY (owner_id, property)
) STRICT;

-- Something made for an item. At most one per item and kind is selected. The artifact may be gone
-- from its table while it is made again.
CREATE TABLE candidates (
  id         TEXT NOT NULL PRIMARY KEY,
  item_id    TEXT NOT NULL,
  kind       TEXT NOT NULL,
  parent_id  TEXT,
  iteration  INTEGER NOT NULL,
  variant    INTEGER NOT NULL,
  take       INTEGER NOT NULL,
  artifact   TEXT NOT NULL,
  selected   INTEGER NOT NULL CHECK (selected IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX candidates_of_item ON candidates (item_id, kind);
CREATE UNIQUE INDEX candidates_selected ON candidates (item_id, kind) WHERE selected = 1;

-- A finished, verified file in the store, named by the hash of its inputs.
CREATE TABLE artifacts (
  key     TEXT NOT NULL PRIMARY KEY,
  kind    TEXT NOT NULL,
  file    TEXT NOT NULL,
  bytes   INTEGER NOT NULL,
  sha256  TEXT NOT NULL,
  meta    TEXT NOT NULL,
  took    INTEGER NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

-- Work that did not succeed yet, or that a provider is doing. The owner is a video or an item.
CREATE TABLE jobs (
  owner_id     TEXT NOT NULL,
  stage        TEXT NOT NULL,
  key          TEXT NOT NULL,
  attempts     INTEGER NOT NULL,
  error        TEXT NOT NULL,
  next         INTEGER,  -- NULL: tried again when something changes
  provider_job TEXT NOT NULL,
  started_at   INTEGER NOT NULL,
  PRIMARY KEY (owner_id, stage)
) STRICT;

-- A create in Notion that was begun: committed before the POST, gone with the commit of the new id.
CREATE TABLE intents (
  id         TEXT NOT NULL PRIMARY KEY,
  kind       TEXT NOT NULL,
  owner_id   TEXT,
  parent_id  TEXT,
  likeness   TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- A link that was given out: it stands for good and never changes what it shows.
CREATE TABLE publications (
  name       TEXT NOT NULL PRIMARY KEY,
  artifact   TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX publications_of_artifact ON publications (artifact);

-- A single fact of the studio.
CREATE TABLE facts (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Fills, candidates and jobs go with their owner, which no foreign key can name.
CREATE TRIGGER items_deleted AFTER DELETE ON items BEGIN
  DELETE FROM fills WHERE owner_id = old.id;
  DELETE FROM candidates WHERE item_id = old.id;
  DELETE FROM jobs WHERE owner_id = old.id;
END;

CREATE TRIGGER videos_deleted AFTER DELETE ON videos BEGIN
  DELETE FROM fills WHERE owner_id = old.id;
  DELETE FROM jobs WHERE owner_id = old.id;
END;

-- ================ The mirror: what Notion showed last; dropped and rebuilt at will =============
-- The halves name each other's rows by id only: no foreign key crosses.

-- A database that we work in, with its (first) data source.
CREATE TABLE bases (
  source_id    TEXT NOT NULL PRIMARY KEY,
  database_id  TEXT NOT NULL,
  binding      TEXT NOT NULL,
  video_id     TEXT,  -- NULL: not a video's
  title        TEXT NOT NULL,
  wrote_title  TEXT NOT NULL,
  url          TEXT NOT NULL,
  property_ids TEXT NOT NULL,  -- JSON object: our name of a property -> Notion's id
  watermark    INTEGER,
  swept_at     INTEGER
) STRICT;

CREATE INDEX bases_of_binding ON bases (binding);
CREATE INDEX bases_of_video ON bases (video_id) WHERE video_id IS NOT NULL;

-- A row of a base, with the last values seen.
CREATE TABLE pages (
  page_id          TEXT NOT NULL PRIMARY KEY,
  source_id        TEXT NOT NULL REFERENCES bases (source_id) ON DELETE CASCADE,
  created_time     INTEGER NOT NULL,
  created_by       TEXT NOT NULL,
  last_edited_time INTEGER NOT NULL,
  last_edited_by   TEXT NOT NULL,
  in_trash         INTEGER NOT NULL CHECK (in_trash IN (0, 1)),
  property_values  TEXT NOT NULL,  -- JSON object: our name of a property -> canonical text
  body_hash        TEXT NOT NULL,
  seen_at          INTEGER NOT NULL
) STRICT;

CREATE INDEX pages_of_base ON pages (source_id, created_time);

PRAGMA user_version = 1;
