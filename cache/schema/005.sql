-- Schema 5: whose fill it is that a row shows which we did not make.

CREATE INDEX fills_by_words ON fills (wrote) WHERE wrote <> '';

PRAGMA user_version = 5;
