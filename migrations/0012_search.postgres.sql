-- +goose Up
-- What can be found by its words: one row for each thing that was written, put
-- there by what keeps the original. place is the time and a number below it, so
-- that the order of places is the order of time. words are the folded words
-- between spaces. Each term carries the end of its group's id, so that a list
-- of the index holds nothing of another group; §, ¶, © and ¿ begin the terms
-- that stand for the space, the topic, the author and the flags, and the last
-- term, without a word, is that of every document of its group.
CREATE TABLE search_document (
	place    BIGINT PRIMARY KEY,
	kind     TEXT NOT NULL,
	id       TEXT NOT NULL,
	group_id TEXT NOT NULL,
	space_id TEXT NOT NULL,
	topic_id TEXT NOT NULL,
	author   TEXT NOT NULL,
	at       BIGINT NOT NULL,
	has      TEXT NOT NULL,
	notes    TEXT NOT NULL,
	text     TEXT NOT NULL,
	words    TEXT NOT NULL,
	terms    TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(string_to_array(substr(replace(
		words || '§' || replace(space_id, '-', '') || ' ¶' || replace(topic_id, '-', '') || ' ©' || replace(author, '-', '') || replace(has, ' ', ' ¿') || ' ',
		' ', ' ' || right(replace(group_id, '-', ''), 8)), 2), ' '))) STORED,
	UNIQUE (kind, id)
);
-- A walk by date looks at the terms of every row that it passes: they stay in
-- the row, and as they are, unless it is a long one.
ALTER TABLE search_document SET (toast_tuple_target = 8160);
ALTER TABLE search_document ALTER COLUMN terms SET STORAGE MAIN;
CREATE INDEX search_document_group ON search_document (group_id, place);
CREATE INDEX search_document_topic ON search_document (topic_id);
CREATE INDEX search_document_author ON search_document (author);
CREATE INDEX search_document_terms ON search_document USING gin (terms) WITH (fastupdate = off);
