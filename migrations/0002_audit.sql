-- +goose Up
-- What was done in running this site, one row after the other, each bound to
-- the one before. Nobody is named: actor and about are commitments made with a
-- key of the person, so that erasing the key leaves the chain whole.
CREATE TABLE audit_entry (
	seq    BIGINT PRIMARY KEY,
	at     BIGINT NOT NULL,
	actor  TEXT NOT NULL,
	action TEXT NOT NULL,
	object TEXT NOT NULL,
	about  TEXT NOT NULL,
	reason BYTEA,
	prev   TEXT NOT NULL,
	hash   TEXT NOT NULL
);
