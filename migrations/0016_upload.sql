-- +goose Up
-- Pictures that were sent for posts and are in none yet. Who sent one stands
-- there as a keyed mark, which is another one for each picture.
CREATE TABLE forum_upload (
	picture TEXT PRIMARY KEY,
	made_by TEXT NOT NULL,
	width   BIGINT NOT NULL,
	height  BIGINT NOT NULL,
	ends_at BIGINT NOT NULL
);
CREATE INDEX forum_upload_ends ON forum_upload (ends_at);
