-- Schema 11: where each sentence stands in the script, wherever its row was moved to since.

ALTER TABLE items ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 0;  -- from 1; 0: of no sentence

-- Nothing says where the sentences stood but their rows.
UPDATE items SET ordinal = placed.ordinal
FROM (SELECT id, row_number() OVER (PARTITION BY video_id
                                    ORDER BY position, created_at, rowid) AS ordinal
      FROM items WHERE source <> '') AS placed
WHERE items.id = placed.id;

PRAGMA user_version = 11;
