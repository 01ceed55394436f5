-- What each user's token is and may do: Notion's "connection". The tokens of the first bot and the
-- first person stand in files of their own; of all others only a digest is kept.
CREATE TABLE connection (
  user         TEXT    NOT NULL PRIMARY KEY REFERENCES user (id),
  token        TEXT    UNIQUE,              -- SHA-256 in hexadecimal; NULL: it stands in a file
  capabilities TEXT    NOT NULL,            -- JSON: the names of what it may do
  revoked      INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO connection (user, capabilities)
SELECT id, '["read_content","update_content","insert_content","read_comments","insert_comments",'
        || '"user_information","user_information_with_email"]'
FROM user;

-- What bots see: a page with all that stands below it, or, taken away again, not. The nearest row
-- above a node decides; without one it is not seen. Persons see everything.
CREATE TABLE share (
  user   TEXT    NOT NULL REFERENCES user (id),
  node   TEXT    NOT NULL REFERENCES node (id),
  shared INTEGER NOT NULL,
  PRIMARY KEY (user, node)
) STRICT, WITHOUT ROWID;

INSERT INTO share (user, node, shared)
SELECT user.id, node.id, node.shared
FROM node JOIN user ON user.kind = 'bot'
WHERE node.shared IS NOT NULL;

ALTER TABLE node DROP COLUMN shared;
