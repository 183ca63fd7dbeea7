package forum

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
)

// DraftsKept is how long something unfinished is kept after it was last changed.
const DraftsKept = 7 * 24 * time.Hour

// The bounds of drafts.
const (
	draftMost  = 128 << 10 // bytes, of one: more than a post and all around it can have
	draftsMost = 50        // of one member
)

// Unfinished is what somebody has typed into a form, as they left it: nothing
// of it has been checked.
type Unfinished struct {
	Title     string   `json:"title,omitempty"`
	Text      string   `json:"text,omitempty"`
	Kind      Kind     `json:"kind,omitempty"`
	Answers   Answers  `json:"answers,omitempty"`
	Keep      int      `json:"keep,omitempty"`
	Notes     []string `json:"notes,omitempty"`
	Anonymous bool     `json:"anonymous,omitempty"`
	Quote     string   `json:"quote,omitempty"`
	Excerpt   string   `json:"excerpt,omitempty"`
	Picture   string   `json:"picture,omitempty"` // the key of one that was sent
	Alt       string   `json:"alt,omitempty"`
}

// Empty tells that there is nothing in it that one would miss.
func (u Unfinished) Empty() bool {
	return u.Title == "" && u.Text == "" && u.Excerpt == "" && u.Picture == "" && u.Alt == ""
}

// Draft is something unfinished, for the eyes of whoever writes it alone.
type Draft struct {
	Target  string // the topic that it answers, or the space in which it begins one
	Topic   *Topic // where it answers one that can still be seen
	Space   *Space // where it begins one
	Changed time.Time
	Words   Unfinished
}

// Ends is when it goes by itself.
func (d Draft) Ends() time.Time { return d.Changed.Add(DraftsKept) }

// KeepDraft keeps what the member has typed so far, locked with the key that is
// theirs alone, in place of what was kept there before. Nothing typed is nothing
// kept.
func (s *Service) KeepDraft(ctx context.Context, m group.Member, target string, u Unfinished) error {
	if u.Empty() {
		return s.DropDraft(ctx, m, target)
	}
	words, err := json.Marshal(u)
	if err != nil {
		return err
	}
	if len(words) > draftMost {
		return fault.Field("text", "This is too long to be kept as a draft. Shorten it, or keep a copy on your device.")
	}
	sealed, err := s.keys.Seal(ctx, account.PrivateOwner(m.Viewer.Account), words, aboutDraft(m.Self.ID, target))
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		if _, _, err := s.targetIn(ctx, tx, m, target); err != nil {
			return err
		}
		n, err := draftsBeside(ctx, tx, m.Self.ID, target)
		if err != nil {
			return err
		}
		if n >= draftsMost {
			return fault.New(fault.Conflict, "You have {.Most} drafts in this group. Delete one that you do not need first.", map[string]any{"Most": draftsMost})
		}
		return writeDraft(ctx, tx, draftRow{membership: m.Self.ID, target: target, words: sealed, changed: clock.Millis(s.clock.Now())})
	})
}

// DropDraft forgets what the member began to write there.
func (s *Service) DropDraft(ctx context.Context, m group.Member, target string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		return deleteDraft(ctx, tx, m.Self.ID, target)
	})
}

// DraftFor is what the member began to write for a topic, or for a new one in a
// space; an empty one where they began nothing.
func (s *Service) DraftFor(ctx context.Context, m group.Member, target string) (Draft, error) {
	d := Draft{Target: target}
	if err := m.May(group.Read); err != nil {
		return d, err
	}
	var row draftRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = draftOf(ctx, tx, m.Self.ID, target)
		return err
	})
	if fault.KindOf(err) == fault.NotFound || err == nil && s.isOver(row) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	return s.openDraft(ctx, m, row)
}

// DraftsFor are all that the member began to write in their group, the latest
// first. What they belong to may not be there any more; the words still are.
func (s *Service) DraftsFor(ctx context.Context, m group.Member) (list []Draft, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	var rows []draftRow
	places := map[string]Draft{}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if rows, err = draftsOf(ctx, tx, m.Self.ID); err != nil {
			return err
		}
		for _, row := range rows {
			t, sp, err := s.targetIn(ctx, tx, m, row.target)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
			places[row.target] = Draft{Topic: t, Space: sp}
		}
		return nil
	})
	for _, row := range rows {
		if err != nil {
			return nil, err
		}
		if s.isOver(row) {
			continue
		}
		var d Draft
		if d, err = s.openDraft(ctx, m, row); !d.Words.Empty() {
			d.Topic, d.Space = places[row.target].Topic, places[row.target].Space
			list = append(list, d)
		}
	}
	return list, err
}

// SweepDrafts forgets what nobody went on with for a week.
func (s *Service) SweepDrafts(ctx context.Context) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return deleteDrafts(ctx, tx, clock.Millis(s.clock.Now().Add(-DraftsKept)))
	})
}

func (s *Service) isOver(row draftRow) bool {
	return row.changed <= clock.Millis(s.clock.Now().Add(-DraftsKept))
}

// openDraft reads a draft. One whose key is gone, because others helped its
// writer in again, is empty.
func (s *Service) openDraft(ctx context.Context, m group.Member, row draftRow) (Draft, error) {
	d := Draft{Target: row.target, Changed: clock.FromMillis(row.changed)}
	words, err := s.keys.Open(ctx, account.PrivateOwner(m.Viewer.Account), row.words, aboutDraft(row.membership, row.target))
	if errors.Is(err, seal.ErrDestroyed) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	return d, json.Unmarshal(words, &d.Words)
}

// targetIn is what a draft is for: a topic, or a space of the member's group.
func (s *Service) targetIn(ctx context.Context, tx *db.Tx, m group.Member, target string) (*Topic, *Space, error) {
	sp, err := spaceIn(ctx, tx, m, target)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return nil, &sp, err
	}
	row, err := s.topicIn(ctx, tx, m, target)
	if err == nil {
		err = s.hears(ctx, tx, m, row.first)
	}
	if err != nil {
		return nil, nil, err
	}
	t := row.Topic
	return &t, nil, nil
}

func aboutDraft(membership, target string) string {
	return declare.About("forum_draft", "words", membership+":"+target)
}
