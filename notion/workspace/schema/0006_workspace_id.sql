-- Who the workspace itself is, for users/me. One row.
CREATE TABLE workspace (
  id TEXT NOT NULL PRIMARY KEY
) STRICT;

INSERT INTO workspace (id)
SELECT substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-4' || substr(hex, 14, 3) || '-8'
       || substr(hex, 18, 3) || '-' || substr(hex, 21, 12)
FROM (SELECT lower(hex(randomblob(16))) AS hex);
