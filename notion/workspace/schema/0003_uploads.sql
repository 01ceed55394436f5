-- A file on its way into the workspace, or in it. `expires` is NULL once it stands somewhere: then
-- it stays. That it expired shows from the clock alone. Times as in node.
CREATE TABLE file_upload (
  id             TEXT    NOT NULL PRIMARY KEY,
  mode           TEXT    NOT NULL CHECK (mode IN ('single_part', 'multi_part', 'external_url')),
  status         TEXT    NOT NULL CHECK (status IN ('pending', 'uploaded', 'failed')),
  filename       TEXT    NOT NULL,           -- empty until it is known
  content_type   TEXT    NOT NULL,           -- empty until it is known
  content_length INTEGER,
  parts          INTEGER NOT NULL,
  url            TEXT    NOT NULL,           -- where an external file comes from
  import         TEXT    NOT NULL,           -- JSON: file_import_result, or {}
  created        INTEGER NOT NULL,
  edited         INTEGER NOT NULL,
  expires        INTEGER,
  created_by     TEXT    NOT NULL REFERENCES user (id)
) STRICT;

CREATE INDEX file_upload_by_owner ON file_upload (created_by, created);

-- The bytes, in pieces of at most 256 KiB, so that reading a range is reading a few rows.
CREATE TABLE file_piece (
  upload TEXT    NOT NULL REFERENCES file_upload (id),
  part   INTEGER NOT NULL,                   -- from 1
  piece  INTEGER NOT NULL,                   -- within the part, from 0
  bytes  BLOB    NOT NULL,
  PRIMARY KEY (upload, part, piece)
) STRICT;

-- What signs the links to files. One row.
CREATE TABLE file_key (
  key TEXT NOT NULL
) STRICT;

INSERT INTO file_key (key) VALUES (lower(hex(randomblob(32))));

-- A comment on a page or block. Comments of one discussion stand on one place.
CREATE TABLE comment (
  id          TEXT    NOT NULL PRIMARY KEY,
  discussion  TEXT    NOT NULL,
  place       TEXT    NOT NULL REFERENCES node (id),
  created     INTEGER NOT NULL,
  edited      INTEGER NOT NULL,
  created_by  TEXT    NOT NULL REFERENCES user (id),
  body        TEXT    NOT NULL               -- JSON: rich_text, attachments, display_name
) STRICT;

CREATE INDEX comment_by_place ON comment (place, created);
CREATE INDEX comment_by_discussion ON comment (discussion);
