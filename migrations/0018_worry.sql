-- +goose Up
-- Which leaders take calls about somebody whom others worry about.
CREATE TABLE forum_call (
	membership_id TEXT PRIMARY KEY REFERENCES group_membership (id) ON DELETE CASCADE
);

-- Such calls. Words are sealed with a key of the call's own.
CREATE TABLE forum_worry (
	id          TEXT PRIMARY KEY,
	group_id    TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	post_id     TEXT NOT NULL,
	persona_id  TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	reporter_id TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	thread_id   TEXT NOT NULL,
	said        BYTEA NOT NULL,
	state       TEXT NOT NULL,
	taken_by    TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	made_at     BIGINT NOT NULL,
	changed_at  BIGINT NOT NULL
);
CREATE INDEX forum_worry_group ON forum_worry (group_id, state, made_at);
CREATE INDEX forum_worry_changed ON forum_worry (state, changed_at);
