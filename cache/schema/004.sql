-- Schema 4: when what was made was used last, so that what nobody needs can go first.

-- When the artifact last went into something; 0: never since it was made.
ALTER TABLE artifacts ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 4;
