-- +goose Up
-- A calendar that other programs fetch by a secret address. The address is not
-- kept, only its hash.
CREATE TABLE meeting_feed (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	hash       TEXT NOT NULL UNIQUE,
	group_id   TEXT NOT NULL,
	meeting_id TEXT NOT NULL,
	coming     BOOLEAN NOT NULL,
	shows      TEXT NOT NULL,
	label      BYTEA NOT NULL,
	alarm      BIGINT NOT NULL,
	made_at    BIGINT NOT NULL
);
CREATE INDEX meeting_feed_account ON meeting_feed (account_id);
