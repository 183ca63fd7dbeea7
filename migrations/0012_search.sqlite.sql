-- +goose Up
-- What can be found by its words: one row for each thing that was written, put
-- there by what keeps the original. place is the time and a number below it, so
-- that the order of places is the order of time. words are the folded words
-- between spaces. Each term carries the end of its group's id, so that a list
-- of the index holds nothing of another group; §, ¶, © and ¿ begin the terms
-- that stand for the space, the topic, the author and the flags, and the last
-- term, without a word, is that of every document of its group.
CREATE TABLE search_document (
	place    INTEGER PRIMARY KEY,
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
	terms    TEXT GENERATED ALWAYS AS (replace(
		words || '§' || replace(space_id, '-', '') || ' ¶' || replace(topic_id, '-', '') || ' ©' || replace(author, '-', '') || replace(has, ' ', ' ¿') || ' ',
		' ', ' ' || substr(replace(group_id, '-', ''), -8))) VIRTUAL,
	UNIQUE (kind, id)
);
CREATE INDEX search_document_group ON search_document (group_id, place);
CREATE INDEX search_document_topic ON search_document (topic_id);
CREATE INDEX search_document_author ON search_document (author);

-- The words are folded and parted already; the tokenizer parts at spaces.
CREATE VIRTUAL TABLE search_index USING fts5 (
	terms, content = 'search_document', content_rowid = 'place', detail = none, columnsize = 0, tokenize = 'ascii'
);
-- What is taken out leaves nothing behind in the index.
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);

-- +goose StatementBegin
CREATE TRIGGER search_document_put AFTER INSERT ON search_document BEGIN
	INSERT INTO search_index (rowid, terms) VALUES (new.place, new.terms);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_document_removed AFTER DELETE ON search_document BEGIN
	INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', old.place, old.terms);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN
	INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', old.place, old.terms);
	INSERT INTO search_index (rowid, terms) VALUES (new.place, new.terms);
END;
-- +goose StatementEnd
