-- +goose Up
-- Private notes between somebody and the author of a post: one thread a pair and
-- post. Of an anonymous author there is a mark, and no membership. Words are
-- sealed with a key of the thread's own.
CREATE TABLE forum_note_thread (
	id              TEXT PRIMARY KEY,
	group_id        TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	post_id         TEXT REFERENCES forum_post (id) ON DELETE CASCADE,
	desk            TEXT NOT NULL,
	report_id       TEXT NOT NULL,
	sender_id       TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	author_id       TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	mark            TEXT NOT NULL,
	sender_seen     BIGINT NOT NULL,
	author_seen     BIGINT NOT NULL,
	sender_cut      BIGINT NOT NULL,
	author_cut      BIGINT NOT NULL,
	sender_refuses  BOOLEAN NOT NULL,
	author_refuses  BOOLEAN NOT NULL,
	number          BIGINT NOT NULL,
	last_at         BIGINT NOT NULL
);
CREATE UNIQUE INDEX forum_note_thread_pair ON forum_note_thread (post_id, sender_id) WHERE post_id IS NOT NULL AND sender_id IS NOT NULL;
CREATE UNIQUE INDEX forum_note_thread_stewards ON forum_note_thread (post_id) WHERE desk = 'stewards';
CREATE UNIQUE INDEX forum_note_thread_people ON forum_note_thread (sender_id, author_id) WHERE post_id IS NULL;
CREATE INDEX forum_note_thread_sender ON forum_note_thread (sender_id);
CREATE INDEX forum_note_thread_author ON forum_note_thread (author_id);
CREATE INDEX forum_note_thread_mark ON forum_note_thread (group_id) WHERE mark <> '';

CREATE TABLE forum_note_word (
	id          TEXT PRIMARY KEY,
	thread_id   TEXT NOT NULL REFERENCES forum_note_thread (id) ON DELETE CASCADE,
	number      BIGINT NOT NULL,
	from_author BOOLEAN NOT NULL,
	words       BYTEA NOT NULL,
	made_at     BIGINT NOT NULL
);
CREATE UNIQUE INDEX forum_note_word_number ON forum_note_word (thread_id, number);

-- Who wants no private notes.
CREATE TABLE forum_note_quiet (
	membership_id TEXT PRIMARY KEY REFERENCES group_membership (id) ON DELETE CASCADE
);
