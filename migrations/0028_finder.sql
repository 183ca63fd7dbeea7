-- +goose Up
-- Where gatherings that are listed here come from: a feed of somebody else's, a
-- file, or the groups of this place ('own').
CREATE TABLE finder_source (
	id         TEXT PRIMARY KEY,
	format     TEXT NOT NULL,
	name       TEXT NOT NULL,
	programme  TEXT NOT NULL,
	zone       TEXT NOT NULL,
	url        TEXT NOT NULL,
	private    BOOLEAN NOT NULL,
	keeper     TEXT NOT NULL,
	site       TEXT NOT NULL,
	shared     BOOLEAN NOT NULL,
	contacts   BOOLEAN NOT NULL,
	keeps_ids  BOOLEAN NOT NULL,
	resting    BOOLEAN NOT NULL,
	every      BIGINT NOT NULL,
	made_at    BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	tried_at   BIGINT NOT NULL,
	good_at    BIGINT NOT NULL,
	next_at    BIGINT NOT NULL,
	failures   BIGINT NOT NULL,
	problem    TEXT NOT NULL,
	etag       TEXT NOT NULL,
	modified   TEXT NOT NULL,
	digest     TEXT NOT NULL
);
CREATE INDEX finder_source_due ON finder_source (next_at);

-- One gathering of a source. The number is for good: it stays when the gathering
-- goes, so that it comes back as what it was.
CREATE TABLE finder_listing (
	number     BIGINT PRIMARY KEY,
	source_id  TEXT NOT NULL REFERENCES finder_source (id) ON DELETE CASCADE,
	key        TEXT NOT NULL,
	slug       TEXT NOT NULL UNIQUE,
	hash       TEXT NOT NULL,
	doc        TEXT NOT NULL,
	generation BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	gone_at    BIGINT NOT NULL,
	UNIQUE (source_id, key)
);
CREATE INDEX finder_listing_generation ON finder_listing (generation, number);

-- What a BMLT server calls a format, in one language each.
CREATE TABLE finder_format (
	number      BIGINT NOT NULL,
	lang        TEXT NOT NULL,
	source_id   TEXT NOT NULL REFERENCES finder_source (id) ON DELETE CASCADE,
	theirs      BIGINT NOT NULL,
	key         TEXT NOT NULL,
	name        TEXT NOT NULL,
	description TEXT NOT NULL,
	world_id    TEXT NOT NULL,
	kind        TEXT NOT NULL,
	PRIMARY KEY (number, lang)
);
CREATE INDEX finder_format_source ON finder_format (source_id);

-- The service bodies: one for each source, and those of BMLT servers below it.
CREATE TABLE finder_body (
	number      BIGINT PRIMARY KEY,
	source_id   TEXT NOT NULL REFERENCES finder_source (id) ON DELETE CASCADE,
	theirs      BIGINT NOT NULL,
	parent      BIGINT NOT NULL,
	name        TEXT NOT NULL,
	description TEXT NOT NULL,
	kind        TEXT NOT NULL,
	url         TEXT NOT NULL,
	helpline    TEXT NOT NULL,
	world_id    TEXT NOT NULL
);
CREATE INDEX finder_body_source ON finder_body (source_id);

-- What became otherwise, for those who follow changes.
CREATE TABLE finder_change (
	id        BIGINT PRIMARY KEY,
	number    BIGINT NOT NULL,
	source_id TEXT NOT NULL REFERENCES finder_source (id) ON DELETE CASCADE,
	at        BIGINT NOT NULL,
	what      TEXT NOT NULL,
	was       TEXT NOT NULL,
	became    TEXT NOT NULL
);
CREATE INDEX finder_change_at ON finder_change (at);
CREATE INDEX finder_change_source ON finder_change (source_id);

-- Each time a source was read.
CREATE TABLE finder_run (
	id        TEXT PRIMARY KEY,
	source_id TEXT NOT NULL REFERENCES finder_source (id) ON DELETE CASCADE,
	at        BIGINT NOT NULL,
	outcome   TEXT NOT NULL,
	problem   TEXT NOT NULL,
	records   BIGINT NOT NULL,
	came      BIGINT NOT NULL,
	changed   BIGINT NOT NULL,
	went      BIGINT NOT NULL,
	refused   BIGINT NOT NULL,
	odd       BIGINT NOT NULL,
	oddities  TEXT NOT NULL
);
CREATE INDEX finder_run_source ON finder_run (source_id, at);

-- "Something is wrong with this listing": a note to the stewards.
CREATE TABLE finder_note (
	id      TEXT PRIMARY KEY,
	number  BIGINT NOT NULL REFERENCES finder_listing (number) ON DELETE CASCADE,
	at      BIGINT NOT NULL,
	text    TEXT NOT NULL,
	done_at BIGINT NOT NULL
);
CREATE INDEX finder_note_number ON finder_note (number);

-- Sites whose pages may hold the list.
CREATE TABLE finder_embedder (
	origin  TEXT PRIMARY KEY,
	made_at BIGINT NOT NULL
);

CREATE TABLE finder_counter (
	name  TEXT PRIMARY KEY,
	value BIGINT NOT NULL
);
INSERT INTO finder_counter (name, value) VALUES ('number', 10000000), ('format', 10000000), ('body', 10000000), ('change', 1), ('generation', 2), ('published', 1), ('ids', 0);
