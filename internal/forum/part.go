package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Marks makes the marks by which somebody finds again what stands under no name.
// It is for one use case. For the parts of this package.
type Marks struct{ k marker }

// Marks are made with the key of anonymous posts. For the parts of this package.
func (s *Service) Marks(ctx context.Context) (Marks, error) {
	k, err := s.marker(ctx)
	return Marks{k}, err
}

// Of is the mark of a membership in one thing: a topic, or the id of a thing of
// a part. Nobody can tell from it who that is, nor that two things share one.
func (m Marks) Of(membership, thing string) string { return m.k.of(membership, thing) }

// Writer is who wrote a post. It never leaves for a page.
type Writer struct {
	Group, Topic string
	Membership   string // "" where it leads to nobody any more
	Named        bool
	State        State
}

// WriterIn is who wrote a post, an anonymous one too, within a transaction. For
// the parts of this package: for what has to reach the author, and for lifting.
func (s *Service) WriterIn(ctx context.Context, tx *db.Tx, post string) (Writer, error) {
	row, err := postByID(ctx, tx, post)
	if err != nil {
		return Writer{}, err
	}
	w := Writer{Group: row.Group, Topic: row.Topic, Named: row.Mark == "", State: row.State}
	w.Membership, err = s.authorOf(ctx, tx, row)
	if fault.KindOf(err) == fault.NotFound {
		err = nil // who wrote it was deleted with its words
	}
	return w, err
}

// TalksIn tells whether the member wrote something into a topic that others can
// read, under their name or without it. For the parts of this package.
func (s *Service) TalksIn(ctx context.Context, tx *db.Tx, m group.Member, topic string) (bool, error) {
	k, err := s.marker(ctx)
	if err != nil {
		return false, err
	}
	return talksIn(ctx, tx, topic, m.Self.ID, k.of(m.Self.ID, topic))
}

// Read is what a post says, for those who have to judge it whoever they are.
type Read struct {
	Group, Topic, Title string
	Pseudonym           int // 0 for one under a name
	Text                string
	State               State
}

// ReadIn is what a post says, as plain words, within a transaction. For the
// parts of this package.
func (s *Service) ReadIn(ctx context.Context, tx *db.Tx, post string) (Read, error) {
	row, err := postByID(ctx, tx, post)
	if err != nil {
		return Read{}, err
	}
	title, err := titleOf(ctx, tx, row.Topic)
	return Read{Group: row.Group, Topic: row.Topic, Title: title, Pseudonym: int(row.Pseudonym), Text: plain(row.HTML), State: row.State}, err
}

// Unnamed is the author of an anonymous post as everybody sees them: a number
// within its topic, and a picture drawn from its mark there. For the parts of
// this package.
func Unnamed(mark string, pseudonym int) Author {
	return postRow{Mark: mark, Pseudonym: int64(pseudonym)}.author(nil)
}
