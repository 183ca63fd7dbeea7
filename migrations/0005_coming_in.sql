-- +goose Up
-- Coming in: how an account is called at the door, what stands between it and
-- its door, and what it has said yes to.
ALTER TABLE account_account ADD COLUMN name_mark TEXT;
ALTER TABLE account_account ADD COLUMN name BYTEA;
ALTER TABLE account_account ADD COLUMN salt BYTEA;
ALTER TABLE account_account ADD COLUMN handle TEXT;
ALTER TABLE account_account ADD COLUMN standing TEXT NOT NULL DEFAULT 'here';
ALTER TABLE account_account ADD COLUMN erase_at BIGINT;
ALTER TABLE account_account ADD COLUMN steward BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account_account ADD COLUMN ask_after BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account_account ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE account_account ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE account_account ADD COLUMN reading TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX account_account_name ON account_account (name_mark);
CREATE UNIQUE INDEX account_account_handle ON account_account (handle);
CREATE INDEX account_account_standing ON account_account (standing, made_at);
CREATE INDEX account_account_erase ON account_account (erase_at);

ALTER TABLE account_session ADD COLUMN factors BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account_session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account_session ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account_session ADD COLUMN visits BIGINT NOT NULL DEFAULT 1;

-- What opens the door again: passkeys, a phrase, a passphrase, an
-- authenticator app, recovery codes.
CREATE TABLE account_key (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	kind       TEXT NOT NULL,
	mark       TEXT UNIQUE,
	detail     BYTEA NOT NULL,
	last_step  BIGINT NOT NULL DEFAULT 0,
	made_at    BIGINT NOT NULL,
	used_at    BIGINT
);
CREATE INDEX account_key_account ON account_key (account_id, kind);

-- A question asked of a browser, to be answered once: a passkey's challenge,
-- the second step of signing in.
CREATE TABLE account_challenge (
	id         TEXT PRIMARY KEY,
	account_id TEXT REFERENCES account_account (id) ON DELETE CASCADE,
	purpose    TEXT NOT NULL,
	detail     BYTEA NOT NULL,
	tries      BIGINT NOT NULL DEFAULT 0,
	ends_at    BIGINT NOT NULL
);
CREATE INDEX account_challenge_account ON account_challenge (account_id);
CREATE INDEX account_challenge_ends ON account_challenge (ends_at);

CREATE TABLE account_consent (
	id           TEXT PRIMARY KEY,
	account_id   TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	purpose      TEXT NOT NULL,
	version      BIGINT NOT NULL,
	given_at     BIGINT NOT NULL,
	withdrawn_at BIGINT
);
CREATE INDEX account_consent_account ON account_consent (account_id, purpose);

CREATE TABLE account_invitation (
	id        TEXT PRIMARY KEY,
	link_mark TEXT NOT NULL UNIQUE,
	made_by   TEXT REFERENCES account_account (id) ON DELETE SET NULL,
	uses_left BIGINT NOT NULL,
	made_at   BIGINT NOT NULL,
	ends_at   BIGINT NOT NULL
);
CREATE INDEX account_invitation_maker ON account_invitation (made_by);
CREATE INDEX account_invitation_ends ON account_invitation (ends_at);

-- Somebody who lost every key asks to be let in again, and those who confirm
-- that it is them.
CREATE TABLE account_claim (
	id         TEXT PRIMARY KEY,
	account_id TEXT REFERENCES account_account (id) ON DELETE CASCADE,
	token_mark TEXT NOT NULL UNIQUE,
	code_mark  TEXT NOT NULL UNIQUE,
	made_at    BIGINT NOT NULL,
	opens_at   BIGINT,
	ends_at    BIGINT NOT NULL
);
CREATE INDEX account_claim_account ON account_claim (account_id);
CREATE INDEX account_claim_ends ON account_claim (ends_at);

CREATE TABLE account_word (
	claim_id TEXT NOT NULL REFERENCES account_claim (id) ON DELETE CASCADE,
	kind     TEXT NOT NULL,
	given_at BIGINT NOT NULL,
	PRIMARY KEY (claim_id, kind)
);

-- Whom somebody trusts to confirm that it is them.
CREATE TABLE account_trust (
	id          TEXT PRIMARY KEY,
	account_id  TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	trusted_id  TEXT REFERENCES account_account (id) ON DELETE CASCADE,
	link_mark   TEXT UNIQUE,
	label       BYTEA NOT NULL,
	their_label BYTEA,
	made_at     BIGINT NOT NULL,
	ends_at     BIGINT
);
CREATE INDEX account_trust_account ON account_trust (account_id);
CREATE INDEX account_trust_trusted ON account_trust (trusted_id);

-- A copy of everything, being made or waiting to be fetched.
CREATE TABLE account_copy (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	state      TEXT NOT NULL,
	secret     BYTEA,
	file       TEXT NOT NULL DEFAULT '',
	done       BIGINT NOT NULL DEFAULT 0,
	total      BIGINT NOT NULL DEFAULT 0,
	made_at    BIGINT NOT NULL,
	ends_at    BIGINT NOT NULL
);
CREATE INDEX account_copy_account ON account_copy (account_id);
CREATE INDEX account_copy_ends ON account_copy (ends_at);

-- What was done to one account is looked up by stewards.
CREATE INDEX audit_entry_about ON audit_entry (about, seq);
