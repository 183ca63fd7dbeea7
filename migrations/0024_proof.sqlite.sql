-- +goose Up
-- Proof of attendance. Who was where is nobody's list: a person's own record is
-- sealed with a key that is theirs alone, and known by a keyed mark. There are no
-- times in these rows, and they lie in the order of their random ids, so that
-- neighbours tell nothing either.
CREATE TABLE meeting_attendance (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	mark       TEXT NOT NULL,
	words      BLOB NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX meeting_attendance_mark ON meeting_attendance (account_id, mark);

-- Papers that somebody asked for.
CREATE TABLE meeting_paper (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	words      BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX meeting_paper_account ON meeting_paper (account_id);

-- Papers that count no more, by a keyed mark of their number.
CREATE TABLE meeting_withdrawn (
	mark  TEXT PRIMARY KEY,
	until TEXT NOT NULL
) WITHOUT ROWID;

-- Members who asked the hosts of a date to say that they saw them. Which date and
-- which member only the program can tell.
CREATE TABLE meeting_confirming (
	id    TEXT PRIMARY KEY,
	place TEXT NOT NULL,
	mark  TEXT NOT NULL UNIQUE,
	words BLOB NOT NULL,
	until TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX meeting_confirming_place ON meeting_confirming (place);

-- What papers of a group say.
CREATE TABLE meeting_proof_setting (
	group_id TEXT PRIMARY KEY REFERENCES group_group (id) ON DELETE CASCADE,
	name     TEXT NOT NULL,
	title    BOOLEAN NOT NULL,
	confirms BOOLEAN NOT NULL
);

-- The keys that papers are signed with.
CREATE TABLE meeting_proof_key (
	id      TEXT PRIMARY KEY,
	public  BLOB NOT NULL,
	secret  BLOB NOT NULL,
	made_at BIGINT NOT NULL
);

-- In a therapy group: who lets the professionals who lead it see when they were
-- there, and since then, when that was.
CREATE TABLE meeting_seeing (
	membership_id TEXT PRIMARY KEY REFERENCES group_membership (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE meeting_seen (
	membership_id TEXT NOT NULL REFERENCES meeting_seeing (membership_id) ON DELETE CASCADE,
	meeting_id    TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	slot          TEXT NOT NULL,
	PRIMARY KEY (membership_id, meeting_id, slot)
) WITHOUT ROWID;
CREATE INDEX meeting_seen_meeting ON meeting_seen (meeting_id);
