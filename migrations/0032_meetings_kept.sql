-- +goose Up
-- What members say to guest speakers, and whom they would like to hear, is locked
-- with their own key. What lay here before is locked by the program, which then
-- empties the columns in the clear; new rows leave them empty.
ALTER TABLE meeting_speaker_word ADD COLUMN words BYTEA;
ALTER TABLE meeting_suggestion ADD COLUMN whom BYTEA;
ALTER TABLE meeting_suggestion ADD COLUMN reason BYTEA;

-- What a date was called whose codes and records began under another slot.
CREATE TABLE meeting_slot_was (
	meeting_id TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	slot       TEXT NOT NULL,
	was        TEXT NOT NULL,
	PRIMARY KEY (meeting_id, slot)
);

-- When somebody was told that they are asked to nudge, and when a nudge ended:
-- for a week, so that asking again tells them nothing twice.
ALTER TABLE meeting_nudge ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE meeting_nudge ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0;
