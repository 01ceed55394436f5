-- Schema 6: what was bought.

-- A call that costs: committed before it is sent, gone when it surely cost nothing. It outlives its
-- video: the money is spent.
CREATE TABLE ledger (
  id           TEXT NOT NULL PRIMARY KEY,
  video_id     TEXT NOT NULL,
  owner_id     TEXT NOT NULL,  -- video or item
  stage        TEXT NOT NULL,
  provider     TEXT NOT NULL,
  model        TEXT NOT NULL,
  key          TEXT NOT NULL,  -- hash of what is bought
  state        TEXT NOT NULL CHECK (state IN ('open', 'paid', 'doubtful', 'told')),
  provider_job TEXT NOT NULL,
  units        REAL,           -- NULL: not known
  unit         TEXT NOT NULL,
  price        REAL,           -- dollars, an estimate while open; NULL: not known
  answer       TEXT NOT NULL,  -- what came, where it is text
  began_at     INTEGER NOT NULL,
  ended_at     INTEGER
) STRICT;

CREATE INDEX ledger_of_key ON ledger (key);
CREATE INDEX ledger_of_video ON ledger (video_id);
CREATE INDEX ledger_by_time ON ledger (began_at);
CREATE INDEX ledger_of_owner ON ledger (owner_id, stage) WHERE state = 'doubtful';
CREATE INDEX ledger_open ON ledger (id) WHERE state = 'open';

-- Dollars; NULL: nothing is bought, or a price is not known.
ALTER TABLE videos ADD COLUMN estimated_cost REAL;
ALTER TABLE videos ADD COLUMN cost REAL;

PRAGMA user_version = 6;
