package forum

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// UndoFor is how long a post can be taken back as if it had never been: nobody
// was told of it yet. The page says ten seconds; the rest is for slow lines.
const UndoFor = 30 * time.Second

// Undo takes back what the member has just posted, and gives what they had typed
// so that they can go on with it. Nobody is told, and nothing of it is kept.
func (s *Service) Undo(ctx context.Context, m group.Member, post string) (e Edited, topicGone bool, err error) {
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, row, _, err := s.ownPost(ctx, tx, m, post, group.Read)
		if err != nil {
			return err
		}
		if s.clock.Now().Sub(clock.FromMillis(row.made)) > UndoFor || row.told {
			return fault.New(fault.Conflict, "Others may have read it by now. You can still delete or change it.")
		}
		t, err := s.topicIn(ctx, tx, m, row.Topic)
		if err != nil {
			return err
		}
		e = Edited{Text: row.source, Notes: splitNotes(row.notes)}
		if row.Number == 1 {
			e.Title = t.Title
		}
		topicGone, err = s.remove(ctx, tx, row, t.number)
		return err
	})
	return e, topicGone, err
}

// Delete deletes the member's own post. It is always theirs to do.
func (s *Service) Delete(ctx context.Context, m group.Member, post string) (topicGone bool, err error) {
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, row, _, err := s.ownPost(ctx, tx, m, post, group.Read)
		if err != nil {
			return err
		}
		t, err := s.topicIn(ctx, tx, m, row.Topic)
		if err != nil {
			return err
		}
		topicGone, err = s.remove(ctx, tx, row, t.number)
		return err
	})
	return topicGone, err
}

// remove deletes a post, and its topic where nothing else was said there.
func (s *Service) remove(ctx context.Context, tx *db.Tx, row postRow, last int64) (topicGone bool, err error) {
	if row.Number == 1 && last <= 1 {
		return true, s.dropTopic(ctx, tx, row.Group, row.Topic)
	}
	return false, s.erase(ctx, tx, row)
}

// erase takes the words of a post, and all that hangs on it, for good. Its number
// stays. The title of a topic goes with its first post.
func (s *Service) erase(ctx context.Context, tx *db.Tx, row postRow) error {
	if row.State == Gone {
		return nil
	}
	if row.picture != "" {
		if err := s.events.Emit(ctx, tx, PictureGone{Key: row.picture, Post: row.ID}); err != nil {
			return err
		}
	}
	for _, statement := range []func(context.Context, *db.Tx, string) error{writeGone, forgetQuotes, forgetWith} {
		if err := statement(ctx, tx, row.ID); err != nil {
			return err
		}
	}
	if row.Number == 1 {
		if err := writeTopicGone(ctx, tx, row.Topic); err != nil {
			return err
		}
	}
	if err := unindex(ctx, tx, row.ID); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Removed{Group: row.Group, Topic: row.Topic, Post: row.ID, Gone: true})
}

// hold has a post wait until somebody looks at it.
func (s *Service) hold(ctx context.Context, tx *db.Tx, row postRow) error {
	if err := s.turn(ctx, tx, row, Waits); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Held{Group: row.Group, Post: row.ID})
}

// turn gives a post another state, and its topic with it where it is the first.
func (s *Service) turn(ctx context.Context, tx *db.Tx, row postRow, state State) error {
	if err := writePostState(ctx, tx, row.ID, state); err != nil {
		return err
	}
	if row.Number == 1 {
		if err := writeTopicState(ctx, tx, row.Topic, state, row.notes); err != nil {
			return err
		}
	}
	if state == Here {
		return nil
	}
	if err := unindex(ctx, tx, row.ID); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Removed{Group: row.Group, Topic: row.Topic, Post: row.ID})
}

// LetThrough lets a post through that waited, for those who greet or lead. Its
// author is told.
func (s *Service) LetThrough(ctx context.Context, m group.Member, post string) error {
	return s.letThrough(ctx, m, post, func(postRow) bool { return true })
}

// LetThroughAsSeen is LetThrough for whoever saw the post as it was last changed
// at this moment, or never where it is zero: other words they have not looked at.
func (s *Service) LetThroughAsSeen(ctx context.Context, m group.Member, post string, edited time.Time) error {
	return s.letThrough(ctx, m, post, func(row postRow) bool { return row.post().Edited.Equal(edited) })
}

func (s *Service) letThrough(ctx context.Context, m group.Member, post string, looked func(postRow) bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Welcome)
		if err != nil {
			return err
		}
		row, err := postByID(ctx, tx, post)
		switch {
		case err != nil || row.Group != m.Group.ID:
			return orMissing(err)
		case row.State != Waits:
			return fault.New(fault.Conflict, "Somebody was quicker: this post does not wait any more.")
		case !looked(row):
			return fault.New(fault.Conflict, "Whoever wrote this changed it meanwhile. Look at it once more.")
		}
		if err := s.turn(ctx, tx, row, Here); err != nil {
			return err
		}
		row.State = Here
		if err := s.posted(ctx, tx, row); err != nil {
			return err
		}
		account, named, err := s.AuthorIn(ctx, tx, post)
		if err != nil || account == "" {
			return err
		}
		if !named {
			return s.tellSometime(ctx, tx, throughJob, row.ID)
		}
		return s.events.Emit(ctx, tx, Through{Group: row.Group, Post: row.ID, Account: account, Named: named})
	})
}

// HideIn hides a post from all but its author and those who keep the group safe,
// within the transaction of a use case that says why and tells the author.
func (s *Service) HideIn(ctx context.Context, tx *db.Tx, post string) error {
	row, err := postByID(ctx, tx, post)
	switch {
	case err != nil:
		return err
	case row.State == Gone:
		return fault.New(fault.Conflict, "This was deleted meanwhile.")
	}
	return s.turn(ctx, tx, row, Hidden)
}

// ShowIn shows a hidden post again, within the transaction of a use case.
func (s *Service) ShowIn(ctx context.Context, tx *db.Tx, post string) error {
	row, err := postByID(ctx, tx, post)
	switch {
	case err != nil:
		return err
	case row.State != Hidden:
		return fault.New(fault.Conflict, "This is not hidden any more.")
	}
	if err := s.turn(ctx, tx, row, Here); err != nil {
		return err
	}
	if row.State = Here; !row.told {
		return s.posted(ctx, tx, row)
	}
	return s.changed(ctx, tx, row)
}

// AuthorIn is the account behind a post, for what has to reach its author, and
// whether that may name the post: of an anonymous one it may not. "" where it
// leads to nobody any more.
func (s *Service) AuthorIn(ctx context.Context, tx *db.Tx, post string) (account string, named bool, err error) {
	row, err := postByID(ctx, tx, post)
	if err != nil {
		return "", false, err
	}
	by, err := s.authorOf(ctx, tx, row)
	if err != nil || by == "" {
		return "", false, err
	}
	accounts, err := s.groups.AccountsIn(ctx, tx, row.Group, "", []string{by})
	return accounts[by], row.Mark == "", err
}

// MineIn tells whether the member wrote a post.
func (s *Service) MineIn(ctx context.Context, tx *db.Tx, m group.Member, post string) (bool, error) {
	row, err := postByID(ctx, tx, post)
	if err != nil || row.Group != m.Group.ID {
		return false, orMissing(err)
	}
	k, err := s.marker(ctx)
	return err == nil && k.mine(m, row), err
}
