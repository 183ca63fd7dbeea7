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
-- One that was here before this was noted is known by its name and by where its last
-- good copy came from; the program adds what it lists. After a change of the address
-- nobody knows where that was.
INSERT INTO finder_root (id, address, name, sketch)
SELECT 'first', CASE WHEN digest = '' THEN '' ELSE url END, name, '' FROM finder_source
WHERE keeps_ids AND good_at > 0 ORDER BY made_at, id LIMIT 1;
