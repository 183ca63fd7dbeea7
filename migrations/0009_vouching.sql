-- +goose Up
-- Keyed fingerprints of those who confirmed a claim, so that nobody counts
-- twice by coming in another role. They lead to no name.
ALTER TABLE account_word ADD COLUMN givers TEXT NOT NULL DEFAULT '';
