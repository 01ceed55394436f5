-- The pages that a relation property of a page points at, in order. A dual relation stands here
-- twice, once for each of its sides. Pages in the trash keep their relations; they are not shown.
CREATE TABLE relation (
  property TEXT    NOT NULL,  -- its id in the schema of the page's data source
  page     TEXT    NOT NULL REFERENCES node (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  target   TEXT    NOT NULL REFERENCES node (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (page, property, target)
) STRICT, WITHOUT ROWID;

CREATE INDEX relation_in_order ON relation (page, property, position);
CREATE INDEX relation_by_target ON relation (target);
