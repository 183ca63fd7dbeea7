package forum

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
	"unicode"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
)

// The jobs of this package.
const (
	tellJob    = "forum.tell"
	unnamedJob = "forum.tell-unnamed"
	throughJob = "forum.tell-through"
	eraseJob   = "forum.erase-words"
	moveJob    = "forum.move-words"
)

type postJob struct{ Post string }

func (s *Service) handle() {
	jobs.Handle(s.jobs, tellJob, func(ctx context.Context, e postJob) error { return s.Tell(ctx, e.Post) })
	jobs.Handle(s.jobs, unnamedJob, func(ctx context.Context, e postJob) error { return s.tellUnnamed(ctx, e.Post) })
	jobs.Handle(s.jobs, throughJob, func(ctx context.Context, e postJob) error { return s.tellThrough(ctx, e.Post) })
	jobs.Handle(s.jobs, eraseJob, s.eraseMarked)
	jobs.Handle(s.jobs, moveJob, s.moveWords)
}

// tellLater has people told of a post, once its author had time to take it back.
func (s *Service) tellLater(ctx context.Context, tx *db.Tx, post string) error {
	return s.jobs.Add(ctx, tx, tellJob, postJob{post}, jobs.At(s.clock.Now().Add(tellAfter)))
}

// Tell says once who is to hear of a post, if it is still there. A job does it
// some seconds after the post; the second time does nothing.
func (s *Service) Tell(ctx context.Context, post string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := postByID(ctx, tx, post)
		if fault.KindOf(err) == fault.NotFound || err == nil && (row.State != Here || row.told) {
			return nil
		}
		if err != nil {
			return err
		}
		first, err := postAt(ctx, tx, row.Topic, 1)
		if err != nil || first.State == Hidden || first.State == Waits {
			return err // nobody is called to what they cannot see
		}
		if err := writeTold(ctx, tx, row.ID); err != nil {
			return err
		}
		told, err := s.listeners(ctx, tx, row, first)
		if err != nil {
			return err
		}
		if len(told.Authors) > 0 {
			if err := s.tellSometime(ctx, tx, unnamedJob, row.ID); err != nil {
				return err
			}
		}
		told.Authors = nil
		return s.events.Emit(ctx, tx, told)
	})
}

// unnamedWithin is how long it takes at most until somebody hears of what became
// of their anonymous words: the moment of a notice must not tell which they are.
const unnamedWithin = 30 * time.Minute

// tellSometime has somebody who wrote without their name be told at a random
// moment. The job carries the post, and nobody's account.
func (s *Service) tellSometime(ctx context.Context, tx *db.Tx, kind, post string) error {
	return s.jobs.Add(ctx, tx, kind, postJob{post}, jobs.At(s.clock.Now().Add(rand.N(unnamedWithin))))
}

// tellUnnamed tells those who wrote without their name that a post answers them.
func (s *Service) tellUnnamed(ctx context.Context, post string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := postByID(ctx, tx, post)
		if err != nil || row.State != Here {
			return unlessMissing(err)
		}
		first, err := postAt(ctx, tx, row.Topic, 1)
		if err != nil {
			return err
		}
		told, err := s.listeners(ctx, tx, row, first)
		if err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Told{Group: told.Group, Topic: told.Topic, Post: told.Post, Authors: told.Authors})
	})
}

// tellThrough tells whoever wrote a post without their name that it is there now.
func (s *Service) tellThrough(ctx context.Context, post string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := postByID(ctx, tx, post)
		if err != nil || row.State != Here {
			return unlessMissing(err)
		}
		account, _, err := s.AuthorIn(ctx, tx, post)
		if err != nil || account == "" {
			return err
		}
		return s.events.Emit(ctx, tx, Through{Group: row.Group, Post: row.ID, Account: account})
	})
}

func unlessMissing(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// listeners are those who are told of a post: never its author, and nobody who
// does not hear them, or whoever began the topic, which they do not see then. An
// anonymous author is heard by all: a block must not tell who it is.
func (s *Service) listeners(ctx context.Context, tx *db.Tx, row, first postRow) (Told, error) {
	told := Told{Group: row.Group, Topic: row.Topic, Post: row.ID}
	author, err := s.authorOf(ctx, tx, row)
	if err != nil {
		return told, err
	}
	named := mentionedIn(row.HTML)
	hidden, err := s.answered(ctx, tx, row, first, &named)
	if err != nil {
		return told, err
	}
	space := ""
	if row.Number == 1 {
		if space, err = spaceOf(ctx, tx, row.Topic); err != nil {
			return told, err
		}
	}
	follow, err := followersOf(ctx, tx, row.Topic, space)
	if err != nil {
		return told, err
	}
	var following []string
	for _, one := range follow {
		following = append(following, string(one))
	}
	for _, of := range []struct {
		ids  []string
		by   []string
		into *[]string
	}{{named, []string{row.By, first.By}, &told.Named}, {hidden, []string{row.By}, &told.Authors}, {following, []string{row.By, first.By}, &told.Followers}} {
		accounts, err := s.hearing(ctx, tx, row.Group, of.by, of.ids)
		if err != nil {
			return told, err
		}
		for id, account := range accounts {
			if id != author && !slices.Contains(told.Named, account) && !slices.Contains(*of.into, account) {
				*of.into = append(*of.into, account)
			}
		}
		slices.Sort(*of.into)
	}
	return told, nil
}

// hearing are the accounts behind those of the memberships that hear all of
// others.
func (s *Service) hearing(ctx context.Context, tx *db.Tx, groupID string, others, ids []string) (accounts map[string]string, err error) {
	for _, by := range slices.Compact(others) {
		if accounts, err = s.groups.AccountsIn(ctx, tx, groupID, by, ids); err != nil {
			return nil, err
		}
		ids = slices.Collect(maps.Keys(accounts))
	}
	return accounts, nil
}

// answered are the memberships that wrote anonymously what a post answers: the
// first post of its topic, and the one it quotes. Those who wrote what it quotes
// under their name are added to named.
func (s *Service) answered(ctx context.Context, tx *db.Tx, row, first postRow, named *[]string) (hidden []string, err error) {
	var rows []postRow
	if row.quote != "" {
		from, err := postByID(ctx, tx, row.quote)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		rows = append(rows, from)
	}
	if row.Number > 1 {
		rows = append(rows, first)
	}
	for _, one := range rows {
		by, err := s.authorOf(ctx, tx, one)
		switch {
		case err != nil:
			return nil, err
		case one.Mark != "" && by != "":
			hidden = append(hidden, by)
		case one.ID == row.quote && by != "":
			*named = append(*named, by)
		}
	}
	return hidden, nil
}

func isBetween(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
