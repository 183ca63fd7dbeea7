-- +goose Up
-- Whether leaders gave somebody what they do at a meeting, or confirmed it; and
-- whether a group lets such a chair show the code in the room.
ALTER TABLE meeting_service ADD COLUMN vouched BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE meeting_proof_setting ADD COLUMN chairs BOOLEAN NOT NULL DEFAULT FALSE;
