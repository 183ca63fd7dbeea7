// Package search finds what was written by its words. Its one table,
// search_document, has a row for each thing that can be found, put there in the
// transaction that writes the original, by whoever keeps it. The package knows
// neither what it is nor who looks: a caller says which groups may be looked
// through, how far back, and whose words are hidden from whoever asks.
//
// A row holds the text, and its words folded (see tokens), which both engines
// index as they are: FTS5 with SQLite, a tsvector under GIN with PostgreSQL. So
// both find the same. Every term of the index begins with its group: a search
// reads lists of the viewer's own groups alone, and neither its result nor its
// time depends on what others wrote. The index follows its table by itself,
// whichever statement changes a row. With SQLite what is deleted leaves no word
// behind; PostgreSQL keeps the bare term until its index is made again.
//
// Results come newest first. Their order is that of the column place: the time
// in milliseconds, and a number below it for what was written in the same one.
// What is put late, by an import or as a correction, stands where its time says.
package search

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// Locale holds the translations of what this package says.
//
//go:embed locale/*.json
var Locale embed.FS

// textMost is how many bytes of a text are kept and found.
const textMost = 64 << 10

// Document is one thing that can be found. Ids, notes and flags are made of
// small letters, digits and hyphens; two ids of one kind differ in more than
// their hyphens. All but Space, Topic, Author, Has and Notes has to be given.
type Document struct {
	Kind   string // what it is, like "post"
	ID     string // of the original; with Kind it names the document
	Group  string
	Space  string
	Topic  string    // what it is a part of
	Author string    // a membership; "" for what nobody may be found by
	At     time.Time // when it was written; to the millisecond
	Has    []string  // what is in it: flags that "has:" finds, like "picture"
	Notes  []string  // ids of its content notes
	Text   string    // plain text, with what is shown of it in a snippet
}

// Put makes d findable, in the transaction that writes the original. What was
// there under the same kind and id is replaced, and keeps its place unless its
// time is another.
func Put(ctx context.Context, tx *db.Tx, d Document) error {
	if err := d.check(); err != nil {
		return err
	}
	row := rowOf(d)
	old, found, err := placeOf(ctx, tx, d.Kind, d.ID)
	if err != nil {
		return err
	}
	if found && old.At == row.At {
		row.Place = old.Place
		return updateDocument(ctx, tx, row)
	}
	if found {
		if err := deleteDocuments(ctx, tx, d.Kind, []string{d.ID}); err != nil {
			return err
		}
	}
	if row.Place, err = freePlace(ctx, tx, row.At); err != nil {
		return err
	}
	return insertDocument(ctx, tx, row)
}

// Remove takes documents of one kind out of what can be found. Ids that are not
// there are no error.
func Remove(ctx context.Context, tx *db.Tx, kind string, ids []string) error {
	return deleteDocuments(ctx, tx, kind, ids)
}

// RemoveGroup takes out everything of a group.
func RemoveGroup(ctx context.Context, tx *db.Tx, group string) error {
	return deleteOfGroup(ctx, tx, group)
}

// RemoveTopic takes out everything that is part of a topic.
func RemoveTopic(ctx context.Context, tx *db.Tx, topic string) error {
	return deleteOfTopic(ctx, tx, topic)
}

// RemoveAuthor takes out everything that a membership is the author of. What
// has no author stays: Remove takes it by its id.
func RemoveAuthor(ctx context.Context, tx *db.Tx, author string) error {
	if author == "" {
		return errors.New("search: no author was named")
	}
	return deleteOfAuthor(ctx, tx, author)
}

// MoveTopic puts everything that is part of a topic into a space of a group.
func MoveTopic(ctx context.Context, tx *db.Tx, topic, group, space string) error {
	if err := checkIDs(group, space); err != nil {
		return err
	}
	return moveTopic(ctx, tx, topic, group, space)
}

// Retopic makes documents of one kind part of another topic of the same group
// and space, as when a topic is split.
func Retopic(ctx context.Context, tx *db.Tx, kind string, ids []string, topic string) error {
	if err := checkIDs(topic); err != nil {
		return err
	}
	return retopic(ctx, tx, kind, ids, topic)
}

func (d Document) check() error {
	if d.Kind == "" || d.ID == "" || d.Group == "" || d.At.UnixMilli() < 0 || d.At.UnixMilli() >= latest {
		return fmt.Errorf("search: a document of the kind %q lacks its id, its group or its time", d.Kind)
	}
	return checkIDs(slices.Concat([]string{d.Kind, d.ID, d.Group, d.Space, d.Topic, d.Author}, d.Has, d.Notes)...)
}

// checkIDs keeps what has a meaning in the index out of ids.
func checkIDs(ids ...string) error {
	for _, id := range ids {
		if strings.ContainsFunc(id, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }) {
			return errors.New("search: an id holds more than small letters, digits and hyphens: " + strconv.Quote(id))
		}
	}
	return nil
}

func rowOf(d Document) documentRow {
	text := stored(d.Text)
	row := documentRow{Kind: d.Kind, ID: d.ID, Group: d.Group, Space: d.Space, Topic: d.Topic, Author: d.Author,
		At: clock.Millis(d.At), Text: text, Words: spaced(text)}
	for _, flag := range d.Has {
		row.Has += " " + flag
	}
	if len(d.Notes) > 0 {
		row.Notes = "," + strings.Join(d.Notes, ",") + ","
	}
	return row
}

// stored is a text as the engines can keep it: in UTF-8, without NUL, and not
// longer than textMost.
func stored(text string) string {
	if len(text) > textMost {
		end := textMost
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", " ")
}

// A place is a time in milliseconds with perMilli numbers below each.
const (
	perMilli = 1 << 12
	latest   = 1 << 50 // a place of any earlier time is a number of 62 bits
)

// freePlace is the first place after those that are taken at a time. A full
// millisecond leads on to the next.
func freePlace(ctx context.Context, tx *db.Tx, at int64) (int64, error) {
	for ; ; at++ {
		if err := tx.Lock(ctx, "search.place", strconv.FormatInt(at, 10)); err != nil {
			return 0, err
		}
		last, err := lastPlace(ctx, tx, at*perMilli, (at+1)*perMilli)
		if err != nil || last < (at+1)*perMilli-1 {
			return last + 1, err
		}
	}
}
