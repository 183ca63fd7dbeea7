-- +goose Up
-- The store of data keys. Each is wrapped by the server's key, which is not
-- here; each is named by the hash of its owner. A destroyed key leaves its row,
-- so that no old backup can bring it back.
CREATE TABLE seal_key (
	owner_hash   TEXT NOT NULL,
	version      BIGINT NOT NULL,
	wrapped      BYTEA,
	made_at      BIGINT NOT NULL,
	destroyed_at BIGINT,
	PRIMARY KEY (owner_hash, version)
);

-- Small facts that must not live beside what they guard: the check of the
-- server's key, and the head of the audit chain.
CREATE TABLE seal_mark (
	name   TEXT PRIMARY KEY,
	number BIGINT NOT NULL,
	value  TEXT NOT NULL
);
