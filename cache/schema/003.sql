-- Schema 3: what was sent, what a base's schema lacks, which blocks stood in a body.

-- ================================ More of the mirror ===========================================

-- What is wrong with the base's properties, for people; blank: nothing.
ALTER TABLE bases ADD COLUMN schema_error TEXT NOT NULL DEFAULT '';
-- When that was looked at last.
ALTER TABLE bases ADD COLUMN schema_at INTEGER;

-- What was sent to a page and not seen there since, as property_values: committed before the
-- request. What Notion shows of it is nobody's edit, whatever became of the reply.
ALTER TABLE pages ADD COLUMN sent TEXT NOT NULL DEFAULT '{}';
-- Ids of the body's blocks of text when it was last read, with spaces between.
ALTER TABLE pages ADD COLUMN body_blocks TEXT NOT NULL DEFAULT '';

-- What is asked of every video again and again, without its body.
CREATE INDEX videos_standing ON videos (created_at, id, status, changed_at, page_id)
  WHERE trashed = 0;

PRAGMA user_version = 3;
