-- +goose Up
-- Who is here. An account is the private side of a person, a pass is a session
-- without one: for one purpose, one target, until it ends.
CREATE TABLE account_account (
	id      TEXT PRIMARY KEY,
	made_at BIGINT NOT NULL
);

CREATE TABLE account_pass (
	id        TEXT PRIMARY KEY,
	purpose   TEXT NOT NULL,
	target    TEXT NOT NULL,
	link_hash TEXT NOT NULL UNIQUE,
	made_at   BIGINT NOT NULL,
	ends_at   BIGINT NOT NULL,
	taken_at  BIGINT
);
CREATE INDEX account_pass_ends ON account_pass (ends_at);

CREATE TABLE account_session (
	id         TEXT PRIMARY KEY,
	token_hash TEXT NOT NULL UNIQUE,
	account_id TEXT REFERENCES account_account (id) ON DELETE CASCADE,
	pass_id    TEXT REFERENCES account_pass (id) ON DELETE CASCADE,
	kind       TEXT NOT NULL,
	device     BYTEA NOT NULL,
	made_at    BIGINT NOT NULL,
	seen_at    BIGINT NOT NULL,
	ends_at    BIGINT NOT NULL,
	CHECK ((account_id IS NULL) <> (pass_id IS NULL))
);
CREATE INDEX account_session_account ON account_session (account_id);
CREATE INDEX account_session_pass ON account_session (pass_id);
CREATE INDEX account_session_ends ON account_session (ends_at);
