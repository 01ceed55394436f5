-- Who may act. Tokens are not here: they stand in files of their own, mode 0600.
CREATE TABLE user (
  id    TEXT NOT NULL PRIMARY KEY,
  kind  TEXT NOT NULL CHECK (kind IN ('bot', 'person')),
  name  TEXT NOT NULL,
  email TEXT
) STRICT;

-- Everything that stands in the tree: a page (also a row: its parent is then a data source), a
-- database, a data source, a block, a view. Times are milliseconds since 1970, UTC, unrounded;
-- the API shows them floored to the minute.
CREATE TABLE node (
  id         TEXT    NOT NULL PRIMARY KEY,
  kind       TEXT    NOT NULL CHECK (kind IN ('page', 'database', 'data_source', 'block', 'view')),
  parent     TEXT    REFERENCES node (id),  -- NULL: the workspace itself
  position   INTEGER NOT NULL,              -- order among the parent's children
  shared     INTEGER,                       -- 1: the bot sees it and what is below; NULL: as its parent
  trashed    INTEGER NOT NULL DEFAULT 0,
  created    INTEGER NOT NULL,
  edited     INTEGER NOT NULL,
  created_by TEXT    NOT NULL REFERENCES user (id),
  edited_by  TEXT    NOT NULL REFERENCES user (id),
  title      TEXT    NOT NULL,              -- plain text, for search and the tree
  body       TEXT    NOT NULL               -- JSON: what else the kind has
) STRICT;

CREATE INDEX node_by_parent ON node (parent, position);
CREATE INDEX node_by_kind ON node (kind, edited);
