-- Schema 8: what things were made from, and by whom, so that they stay whoever makes things now.

-- Hash of what the row itself gave for it: its text or prompt, its take. '': not known, as of all
-- that was made before this schema.
ALTER TABLE candidates ADD COLUMN inputs TEXT NOT NULL DEFAULT '';
ALTER TABLE candidates ADD COLUMN maker TEXT NOT NULL DEFAULT '';  -- a provider; '': not known
-- The provider in whose place it was made, which rested; '': nobody's.
ALTER TABLE candidates ADD COLUMN instead_of TEXT NOT NULL DEFAULT '';
ALTER TABLE candidates ADD COLUMN bought INTEGER NOT NULL DEFAULT 0 CHECK (bought IN (0, 1));

-- What was made before is told from its keys once, by those who know how they came about
-- (pipeline/inherit).
INSERT INTO facts (name, value)
  SELECT 'inherited', 'no'
  WHERE EXISTS (SELECT 1 FROM candidates) OR EXISTS (SELECT 1 FROM fills);

PRAGMA user_version = 8;
