-- +goose Up
-- Notices: what somebody is told, and by which ways it leaves the house. A
-- notice holds a kind and an id, never words.
CREATE TABLE notify_notice (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	kind       TEXT NOT NULL,
	target     TEXT NOT NULL,
	level      TEXT NOT NULL,
	made_at    BIGINT NOT NULL,
	seen_at    BIGINT,
	gone_at    BIGINT,
	ends_at    BIGINT NOT NULL
);
CREATE INDEX notify_notice_account ON notify_notice (account_id, id);
CREATE INDEX notify_notice_ends ON notify_notice (ends_at);
CREATE INDEX notify_notice_gone ON notify_notice (gone_at);

CREATE TABLE notify_setting (
	account_id  TEXT PRIMARY KEY REFERENCES account_account (id) ON DELETE CASCADE,
	quiet_from  BIGINT NOT NULL,
	quiet_to    BIGINT NOT NULL,
	urgent_out  BOOLEAN NOT NULL,
	normal_out  BOOLEAN NOT NULL,
	digest      TEXT NOT NULL,
	digest_hour BIGINT NOT NULL,
	digest_at   BIGINT,
	told_at     BIGINT NOT NULL
);
CREATE INDEX notify_setting_digest ON notify_setting (digest_at);

CREATE TABLE notify_address (
	account_id   TEXT PRIMARY KEY REFERENCES account_account (id) ON DELETE CASCADE,
	address      BYTEA NOT NULL,
	code_mark    TEXT,
	asked_at     BIGINT NOT NULL,
	tries        BIGINT NOT NULL,
	confirmed_at BIGINT
);
CREATE INDEX notify_address_asked ON notify_address (asked_at);

CREATE TABLE notify_device (
	id           TEXT PRIMARY KEY,
	account_id   TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	session_id   TEXT NOT NULL UNIQUE REFERENCES account_session (id) ON DELETE CASCADE,
	mark         TEXT NOT NULL UNIQUE,
	subscription BYTEA NOT NULL,
	preview      BOOLEAN NOT NULL,
	made_at      BIGINT NOT NULL
);
CREATE INDEX notify_device_account ON notify_device (account_id);

-- Who was told of what by which way: a device, or mail. The row is written
-- before anything leaves, so that nothing leaves twice.
CREATE TABLE notify_outgoing (
	notice_id TEXT NOT NULL REFERENCES notify_notice (id) ON DELETE CASCADE,
	way       TEXT NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (notice_id, way)
);

-- The keys by which push services know this site.
CREATE TABLE notify_key (
	id      TEXT PRIMARY KEY,
	secret  BYTEA NOT NULL,
	made_at BIGINT NOT NULL
);
