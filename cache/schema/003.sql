-- Schema 3: what was sent, what a base's schema lacks, which blocks stood in a body.

-- ================================ More of the mirror ====================================
PRAGMA user_version = 3;
