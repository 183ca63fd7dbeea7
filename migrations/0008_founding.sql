-- +goose Up
-- Who may found groups: 'approval', 'invited' or 'anyone'.
ALTER TABLE site_site ADD COLUMN founding TEXT NOT NULL DEFAULT 'approval';
