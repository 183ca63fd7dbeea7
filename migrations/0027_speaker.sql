-- +goose Up
-- Guest speakers: somebody without an account, invited to one date. There is no
-- reference to the meeting: an invitation outlives it by some days, to say so.
CREATE TABLE meeting_speaker (
	id         TEXT PRIMARY KEY,
	group_id   TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	meeting_id TEXT NOT NULL,
	slot       TEXT NOT NULL,
	state      TEXT NOT NULL,
	given      TEXT NOT NULL,
	minutes    BIGINT NOT NULL,
	place      TEXT NOT NULL,
	shown      BOOLEAN NOT NULL,
	hidden     BOOLEAN NOT NULL,
	label      BYTEA NOT NULL,
	page       BYTEA NOT NULL,
	start_at   BIGINT NOT NULL,
	ends_at    BIGINT NOT NULL
);
CREATE INDEX meeting_speaker_meeting ON meeting_speaker (meeting_id, slot);
CREATE INDEX meeting_speaker_group ON meeting_speaker (group_id);
CREATE INDEX meeting_speaker_ends ON meeting_speaker (ends_at);

-- What members ask a speaker before, and their thanks after.
CREATE TABLE meeting_speaker_word (
	id            TEXT PRIMARY KEY,
	meeting_id    TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	slot          TEXT NOT NULL,
	speaker_id    TEXT REFERENCES meeting_speaker (id) ON DELETE SET NULL,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	kind          TEXT NOT NULL,
	text          TEXT NOT NULL,
	named         BOOLEAN NOT NULL,
	hidden        BOOLEAN NOT NULL,
	asked         BOOLEAN NOT NULL,
	keep          BOOLEAN NOT NULL
);
CREATE INDEX meeting_speaker_word_date ON meeting_speaker_word (meeting_id, slot);
CREATE INDEX meeting_speaker_word_speaker ON meeting_speaker_word (speaker_id);
CREATE INDEX meeting_speaker_word_membership ON meeting_speaker_word (membership_id);

-- Whom members would like to hear.
CREATE TABLE meeting_suggestion (
	id            TEXT PRIMARY KEY,
	meeting_id    TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	who           TEXT NOT NULL,
	why           TEXT NOT NULL
);
CREATE INDEX meeting_suggestion_meeting ON meeting_suggestion (meeting_id);
CREATE INDEX meeting_suggestion_membership ON meeting_suggestion (membership_id);
