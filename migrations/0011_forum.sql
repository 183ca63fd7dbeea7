-- +goose Up
-- Leaders may pause somebody's writing in their group for some days.
ALTER TABLE group_membership ADD COLUMN hushed_until BIGINT;

-- The forum: spaces, topics, posts. A named post belongs to a membership; an
-- anonymous one to nobody: its mark is a keyed hash that differs in each topic.
CREATE TABLE forum_setting (
	group_id  TEXT PRIMARY KEY REFERENCES group_group (id) ON DELETE CASCADE,
	anonymous TEXT NOT NULL,
	pictures  BOOLEAN NOT NULL,
	review    BOOLEAN NOT NULL,
	slow      BIGINT NOT NULL,
	watched   TEXT NOT NULL,
	keep_days BIGINT NOT NULL,
	find_days BIGINT NOT NULL
);

-- How much was said in a group: the order of posts, without a gap.
CREATE TABLE forum_count (
	group_id TEXT PRIMARY KEY REFERENCES group_group (id) ON DELETE CASCADE,
	seq      BIGINT NOT NULL
);

CREATE TABLE forum_space (
	id       TEXT PRIMARY KEY,
	group_id TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	shipped  TEXT NOT NULL,
	name     TEXT NOT NULL,
	about    TEXT NOT NULL,
	kind     TEXT NOT NULL,
	answers  TEXT NOT NULL,
	starts   TEXT NOT NULL,
	place    BIGINT NOT NULL,
	closed   BOOLEAN NOT NULL,
	made_at  BIGINT NOT NULL
);
CREATE INDEX forum_space_group ON forum_space (group_id, place);

CREATE TABLE forum_topic (
	id        TEXT PRIMARY KEY,
	group_id  TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	space_id  TEXT NOT NULL REFERENCES forum_space (id),
	kind      TEXT NOT NULL,
	title     TEXT NOT NULL,
	answers   TEXT NOT NULL,
	state     TEXT NOT NULL,
	pinned    BOOLEAN NOT NULL,
	closed    BOOLEAN NOT NULL,
	number    BIGINT NOT NULL,
	seq       BIGINT NOT NULL,
	pseudonym BIGINT NOT NULL,
	helped    BIGINT NOT NULL,
	notes     TEXT NOT NULL,
	ballot_id TEXT NOT NULL,
	twin_id   TEXT NOT NULL,
	made_at   BIGINT NOT NULL,
	last_at   BIGINT NOT NULL,
	ends_at   BIGINT
);
CREATE INDEX forum_topic_space ON forum_topic (space_id, pinned, seq);
CREATE INDEX forum_topic_group ON forum_topic (group_id, seq);
CREATE INDEX forum_topic_ends ON forum_topic (ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX forum_topic_twin ON forum_topic (twin_id) WHERE twin_id <> '';

CREATE TABLE forum_post (
	id             TEXT PRIMARY KEY,
	topic_id       TEXT NOT NULL REFERENCES forum_topic (id) ON DELETE CASCADE,
	group_id       TEXT NOT NULL,
	number         BIGINT NOT NULL,
	seq            BIGINT NOT NULL,
	membership_id  TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	mark           TEXT NOT NULL,
	pseudonym      BIGINT NOT NULL,
	state          TEXT NOT NULL,
	html           TEXT NOT NULL,
	source         TEXT NOT NULL,
	rendered       BIGINT NOT NULL,
	notes          TEXT NOT NULL,
	quote_id       TEXT,
	quote_text     TEXT NOT NULL,
	cared          TEXT NOT NULL,
	picture        TEXT NOT NULL,
	picture_alt    TEXT NOT NULL,
	picture_width  BIGINT NOT NULL,
	picture_height BIGINT NOT NULL,
	told           BOOLEAN NOT NULL,
	made_at        BIGINT NOT NULL,
	edited_at      BIGINT
);
CREATE UNIQUE INDEX forum_post_number ON forum_post (topic_id, number);
CREATE INDEX forum_post_seq ON forum_post (group_id, seq);
CREATE INDEX forum_post_membership ON forum_post (membership_id, seq) WHERE membership_id IS NOT NULL;
CREATE INDEX forum_post_mark ON forum_post (group_id, topic_id, mark) WHERE mark <> '';
CREATE INDEX forum_post_quote ON forum_post (quote_id) WHERE quote_id IS NOT NULL;
CREATE INDEX forum_post_held ON forum_post (group_id, seq) WHERE state = 'held';
CREATE INDEX forum_post_rendered ON forum_post (rendered);
CREATE INDEX forum_post_picture ON forum_post (picture) WHERE picture <> '';

-- Who wrote an anonymous post, sealed: opened to tell them something, and when
-- a facilitator and a steward lift it.
CREATE TABLE forum_author (
	post_id TEXT PRIMARY KEY REFERENCES forum_post (id) ON DELETE CASCADE,
	author  BYTEA NOT NULL
);

CREATE TABLE forum_version (
	post_id TEXT NOT NULL REFERENCES forum_post (id) ON DELETE CASCADE,
	number  BIGINT NOT NULL,
	source  TEXT NOT NULL,
	html    TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL,
	PRIMARY KEY (post_id, number)
);
CREATE INDEX forum_version_ends ON forum_version (ends_at);

CREATE TABLE forum_reaction (
	post_id       TEXT NOT NULL REFERENCES forum_post (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	kind          TEXT NOT NULL,
	PRIMARY KEY (post_id, membership_id, kind)
);
CREATE INDEX forum_reaction_membership ON forum_reaction (membership_id, post_id);

-- What somebody keeps for themselves to find again.
CREATE TABLE forum_bookmark (
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	post_id       TEXT NOT NULL REFERENCES forum_post (id) ON DELETE CASCADE,
	made_at       BIGINT NOT NULL,
	PRIMARY KEY (membership_id, post_id)
);
CREATE INDEX forum_bookmark_post ON forum_bookmark (post_id);

-- What somebody began to write: sealed with their own key, for seven days.
CREATE TABLE forum_draft (
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	target_id     TEXT NOT NULL,
	words         BYTEA NOT NULL,
	changed_at    BIGINT NOT NULL,
	PRIMARY KEY (membership_id, target_id)
);
CREATE INDEX forum_draft_changed ON forum_draft (changed_at);

-- How far somebody has read: of one topic, and of all of a group.
CREATE TABLE forum_read (
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	topic_id      TEXT NOT NULL REFERENCES forum_topic (id) ON DELETE CASCADE,
	number        BIGINT NOT NULL,
	PRIMARY KEY (membership_id, topic_id)
);
CREATE INDEX forum_read_topic ON forum_read (topic_id);

CREATE TABLE forum_visit (
	membership_id TEXT PRIMARY KEY REFERENCES group_membership (id) ON DELETE CASCADE,
	seq           BIGINT NOT NULL
);

-- What somebody wants to hear of: a topic or a space, followed or muted.
CREATE TABLE forum_follow (
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	target_id     TEXT NOT NULL,
	group_id      TEXT NOT NULL,
	how           TEXT NOT NULL,
	PRIMARY KEY (membership_id, target_id)
);
CREATE INDEX forum_follow_target ON forum_follow (target_id, how);

-- Whose words are on their way to a group that came of another.
CREATE TABLE forum_moving (
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	from_id       TEXT NOT NULL,
	to_id         TEXT NOT NULL,
	PRIMARY KEY (membership_id, from_id)
);

INSERT INTO forum_setting (group_id, anonymous, pictures, review, slow, watched, keep_days, find_days)
	SELECT id, CASE WHEN kind = 'therapy' THEN 'off' ELSE 'shares' END, kind <> 'therapy', FALSE, 0, '', 0, 0 FROM group_group;
INSERT INTO forum_count (group_id, seq) SELECT id, 0 FROM group_group;
INSERT INTO forum_space (id, group_id, shipped, name, about, kind, answers, starts, place, closed, made_at)
	SELECT id || '-shares', id, 'shares', '', '', 'share', CASE WHEN kind = 'twelve-step' THEN 'thanks' ELSE 'experience' END, 'members', 1, FALSE, made_at FROM group_group;
INSERT INTO forum_space (id, group_id, shipped, name, about, kind, answers, starts, place, closed, made_at)
	SELECT id || '-questions', id, 'questions', '', '', 'question', CASE WHEN kind = 'twelve-step' THEN 'experience' ELSE 'advice' END, 'members', 2, FALSE, made_at FROM group_group;
INSERT INTO forum_space (id, group_id, shipped, name, about, kind, answers, starts, place, closed, made_at)
	SELECT id || '-talk', id, 'talk', '', '', 'discussion', 'open', 'members', 3, FALSE, made_at FROM group_group;
INSERT INTO forum_visit (membership_id, seq) SELECT id, 0 FROM group_membership WHERE standing IN ('here', 'out');
