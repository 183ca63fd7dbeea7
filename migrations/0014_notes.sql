-- +goose Up
-- What somebody's words can be about, so that others may decide whether to open
-- them: what stewards changed of the kinds that came with the program, and those
-- they added. An empty label is the one that came with it.
CREATE TABLE group_note (
	id    TEXT PRIMARY KEY,
	label TEXT NOT NULL,
	about TEXT NOT NULL,
	place BIGINT NOT NULL,
	gone  BOOLEAN NOT NULL
);

-- Which of them somebody wants to see at once, or not at all. The others are
-- folded.
ALTER TABLE account_account ADD COLUMN notes TEXT NOT NULL DEFAULT '';
