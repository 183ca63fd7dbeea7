-- +goose Up
-- Where posts stood before leaders made a topic of their own of them: for some
-- days they can go back, and what was to be erased there is still found.
CREATE TABLE forum_split (
	post_id   TEXT NOT NULL REFERENCES forum_post (id) ON DELETE CASCADE,
	from_id   TEXT NOT NULL,
	to_id     TEXT NOT NULL,
	number    BIGINT NOT NULL,
	pseudonym BIGINT NOT NULL,
	mark      TEXT NOT NULL,
	ends_at   BIGINT NOT NULL,
	PRIMARY KEY (post_id, from_id)
);
CREATE INDEX forum_split_to ON forum_split (to_id);
CREATE INDEX forum_split_mark ON forum_split (from_id, mark) WHERE mark <> '';
CREATE INDEX forum_split_ends ON forum_split (ends_at);
