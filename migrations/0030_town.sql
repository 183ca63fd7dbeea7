-- +goose Up
-- The town near which a gathering is looked for: its id in the gazetteer. 0 where
-- leaders were not asked, -1 where they said none.
ALTER TABLE meeting_plan ADD COLUMN town BIGINT NOT NULL DEFAULT 0;
