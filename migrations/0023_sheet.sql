-- +goose Up
-- Run sheets: a group's templates, the sheet of one date with its live state, who
-- follows it, and the words said for it. All about a date goes hours after its end.
CREATE TABLE meeting_sheet_setting (
	group_id      TEXT PRIMARY KEY REFERENCES group_group (id) ON DELETE CASCADE,
	share_minutes BIGINT NOT NULL,
	answering     TEXT NOT NULL
);

CREATE TABLE meeting_template (
	id       TEXT PRIMARY KEY,
	group_id TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	place    BIGINT NOT NULL,
	body     BYTEA NOT NULL,
	number   BIGINT NOT NULL
);
CREATE INDEX meeting_template_group ON meeting_template (group_id, place);

CREATE TABLE meeting_sheet (
	id         TEXT PRIMARY KEY,
	group_id   TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	meeting_id TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	slot       TEXT NOT NULL,
	items      BYTEA NOT NULL,
	edition    BIGINT NOT NULL,
	state      TEXT NOT NULL,
	number     BIGINT NOT NULL,
	clear_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX meeting_sheet_date ON meeting_sheet (meeting_id, slot);
CREATE INDEX meeting_sheet_clear ON meeting_sheet (clear_at);
CREATE INDEX meeting_sheet_group ON meeting_sheet (group_id);

CREATE TABLE meeting_present (
	sheet_id      TEXT NOT NULL REFERENCES meeting_sheet (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	place         BIGINT NOT NULL,
	hosts         BOOLEAN NOT NULL,
	PRIMARY KEY (sheet_id, membership_id)
);
CREATE INDEX meeting_present_membership ON meeting_present (membership_id);

CREATE TABLE meeting_line (
	id            TEXT PRIMARY KEY,
	sheet_id      TEXT NOT NULL REFERENCES meeting_sheet (id) ON DELETE CASCADE,
	kind          TEXT NOT NULL,
	membership_id TEXT REFERENCES group_membership (id) ON DELETE CASCADE,
	words         BYTEA NOT NULL,
	place         BIGINT NOT NULL
);
CREATE INDEX meeting_line_sheet ON meeting_line (sheet_id, place);
CREATE INDEX meeting_line_membership ON meeting_line (membership_id);
