-- Which pages are rows (their parent is a data source), so that the page tree can pass over them:
-- a database has them by the hundred thousand.
ALTER TABLE node ADD COLUMN is_row INTEGER NOT NULL DEFAULT 0;

UPDATE node SET is_row = 1
WHERE kind = 'page' AND parent IN (SELECT id FROM node WHERE kind = 'data_source');

CREATE INDEX node_outside_rows ON node (parent)
WHERE is_row = 0 AND kind IN ('page', 'database', 'data_source');
