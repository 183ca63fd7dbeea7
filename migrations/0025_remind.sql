-- +goose Up
-- Reminders of meetings: what somebody wishes, of one meeting or, without one, of
-- all in a group; and what became of each date. One may nudge another.
CREATE TABLE meeting_reminder (
	id            TEXT PRIMARY KEY,
	group_id      TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	meeting_id    TEXT REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	dates         TEXT NOT NULL,
	lead          BIGINT NOT NULL,
	unanswered    BIGINT NOT NULL,
	stopped       BOOLEAN NOT NULL,
	since_at      BIGINT NOT NULL
);
CREATE UNIQUE INDEX meeting_reminder_one ON meeting_reminder (membership_id, meeting_id) WHERE meeting_id IS NOT NULL;
CREATE UNIQUE INDEX meeting_reminder_all ON meeting_reminder (membership_id) WHERE meeting_id IS NULL;
CREATE INDEX meeting_reminder_group ON meeting_reminder (group_id);
CREATE INDEX meeting_reminder_meeting ON meeting_reminder (meeting_id);

-- That somebody was reminded of a date, or needs not be.
CREATE TABLE meeting_reminded (
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	meeting_id    TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	slot          TEXT NOT NULL,
	state         TEXT NOT NULL,
	start_at      BIGINT NOT NULL,
	end_at        BIGINT NOT NULL,
	PRIMARY KEY (membership_id, meeting_id, slot)
);
CREATE INDEX meeting_reminded_meeting ON meeting_reminded (meeting_id, slot);
CREATE INDEX meeting_reminded_end ON meeting_reminded (end_at);

-- When reminders were last looked at, and since when the clock has run evenly.
CREATE TABLE meeting_remind_run (
	id        BIGINT PRIMARY KEY,
	ran_at    BIGINT NOT NULL,
	steady_at BIGINT NOT NULL
);

-- Who may nudge whom, about a meeting or about words of the one who is nudged;
-- and the last line, until it has been there for some days.
CREATE TABLE meeting_nudge (
	id          TEXT PRIMARY KEY,
	group_id    TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	receiver_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	giver_id    TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	meeting_id  TEXT REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	about       BYTEA,
	agreed      BOOLEAN NOT NULL,
	line_id     TEXT NOT NULL,
	ours        BIGINT NOT NULL,
	line        BYTEA,
	line_at     BIGINT NOT NULL,
	answer      TEXT NOT NULL
);
CREATE UNIQUE INDEX meeting_nudge_pair ON meeting_nudge (receiver_id, giver_id);
CREATE INDEX meeting_nudge_giver ON meeting_nudge (giver_id);
CREATE INDEX meeting_nudge_group ON meeting_nudge (group_id);
CREATE INDEX meeting_nudge_meeting ON meeting_nudge (meeting_id);
CREATE INDEX meeting_nudge_line ON meeting_nudge (line_id);
