-- +goose Up
-- What people report, and what was done about it. Words are sealed with a key of
-- the report's own, which is destroyed when they are no longer needed.
CREATE TABLE moderation_report (
	id          TEXT PRIMARY KEY,
	group_id    TEXT REFERENCES group_group (id) ON DELETE CASCADE,
	kind        TEXT NOT NULL,
	target      TEXT NOT NULL,
	category    TEXT NOT NULL,
	reporter_id TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	named       BOOLEAN NOT NULL,
	author_id   TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	code_mark   TEXT UNIQUE,
	made_at     BIGINT NOT NULL,
	ends_at     BIGINT
);
CREATE INDEX moderation_report_target ON moderation_report (kind, target);
CREATE INDEX moderation_report_reporter ON moderation_report (reporter_id);
CREATE INDEX moderation_report_author ON moderation_report (author_id);
CREATE INDEX moderation_report_group ON moderation_report (group_id, made_at);
CREATE INDEX moderation_report_ends ON moderation_report (ends_at) WHERE ends_at IS NOT NULL;

CREATE TABLE moderation_words (
	report_id TEXT PRIMARY KEY REFERENCES moderation_report (id) ON DELETE CASCADE,
	said      BYTEA NOT NULL,
	shown     BYTEA NOT NULL
);

-- Where a report lies, and what was answered there: with the leaders of its
-- group, with the stewards, or with both.
CREATE TABLE moderation_desk (
	report_id   TEXT NOT NULL REFERENCES moderation_report (id) ON DELETE CASCADE,
	desk        TEXT NOT NULL,
	state       TEXT NOT NULL,
	answer      BYTEA,
	answered_at BIGINT,
	PRIMARY KEY (report_id, desk)
);
CREATE INDEX moderation_desk_open ON moderation_desk (desk, state);

CREATE TABLE moderation_act (
	id          TEXT PRIMARY KEY,
	report_id   TEXT REFERENCES moderation_report (id) ON DELETE SET NULL,
	desk        TEXT NOT NULL,
	group_id    TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	kind        TEXT NOT NULL,
	target      TEXT NOT NULL,
	what        TEXT NOT NULL,
	category    TEXT NOT NULL,
	by_id       TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	about_id    TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	reason      BYTEA,
	until_at    BIGINT,
	answer      BYTEA,
	answered_at BIGINT,
	made_at     BIGINT NOT NULL
);
CREATE INDEX moderation_act_report ON moderation_act (report_id);
CREATE INDEX moderation_act_target ON moderation_act (kind, target);
CREATE INDEX moderation_act_about ON moderation_act (about_id);
CREATE INDEX moderation_act_group ON moderation_act (group_id, made_at);
