-- +goose Up
-- One row for each write that a client may try again: whose it was, which
-- route, and, once known, what was answered. Kept for 24 hours.
CREATE TABLE web_once (
	key_hash   TEXT PRIMARY KEY,
	route      TEXT NOT NULL,
	made_at    BIGINT NOT NULL,
	status     BIGINT NOT NULL,
	location   TEXT NOT NULL
);
CREATE INDEX web_once_made ON web_once (made_at);
