-- +goose Up
-- Who asked to know who wrote something without a name, and what a steward said.
-- Who it was is never written here: the post's sealed author is opened.
CREATE TABLE forum_lift (
	id           TEXT PRIMARY KEY,
	group_id     TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	post_id      TEXT NOT NULL REFERENCES forum_post (id) ON DELETE CASCADE,
	asker_id     TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	state        TEXT NOT NULL,
	reason       BYTEA NOT NULL,
	answer       BYTEA,
	steward_mark TEXT NOT NULL,
	author_mark  TEXT NOT NULL,
	made_at      BIGINT NOT NULL,
	decided_at   BIGINT
);
CREATE INDEX forum_lift_post ON forum_lift (post_id);
CREATE INDEX forum_lift_group ON forum_lift (group_id, made_at);
CREATE INDEX forum_lift_asker ON forum_lift (asker_id, made_at);
CREATE INDEX forum_lift_state ON forum_lift (state, made_at);
