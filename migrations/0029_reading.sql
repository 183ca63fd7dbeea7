-- +goose Up
-- Who reads a source now: one program at a time, until it is done, or until it has
-- not said for a while that it is still at it.
CREATE TABLE finder_reading (
	source_id TEXT PRIMARY KEY REFERENCES finder_source (id) ON DELETE CASCADE,
	reader    TEXT NOT NULL,
	until     BIGINT NOT NULL
);

-- The BMLT server whose numbers stay ('first'), also while it is not listed: by what
-- it is known when it is added again.
CREATE TABLE finder_root (
	id      TEXT PRIMARY KEY,
	address TEXT NOT NULL,
	name    TEXT NOT NULL,
	sketch  TEXT NOT NULL
);
