-- What the workspace's plan allows: one row.
CREATE TABLE plan (
  most_file INTEGER NOT NULL  -- bytes of an uploaded file
) STRICT;

INSERT INTO plan (most_file) VALUES (5368709120);
