package forum

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// versionsFor is how long an earlier version is kept, in case the post is
// reported. Nobody else sees it.
const versionsFor = 7 * 24 * time.Hour

// Edited is a post as its author now wants it.
type Edited struct {
	Title string // of the topic, where it is the first post
	Text  string
	Notes []string

	// Of the picture in it, where there is one: what can be seen on it, and
	// whether it is taken away.
	Alt       string
	NoPicture bool
}

// SourceFor is what the member typed in a post of their own, and the title of
// the topic where it is the first.
func (s *Service) SourceFor(ctx context.Context, m group.Member, post string) (e Edited, p Page, err error) {
	if err := m.May(group.Read); err != nil {
		return e, p, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if p, err = s.PostIn(ctx, tx, m, post); err != nil {
			return err
		}
		if !p.Items[0].Post.Mine {
			return fault.Missing()
		}
		row, err := postByID(ctx, tx, post)
		e = Edited{Text: row.source, Notes: splitNotes(row.notes), Alt: row.alt}
		if row.Number == 1 {
			e.Title = p.Topic.Title
		}
		return err
	})
	return e, p, err
}

// Edit changes the words of the member's own post. Who quoted words that are not
// in it any more quotes nothing.
func (s *Service) Edit(ctx context.Context, m group.Member, post string, e Edited) error {
	body, err := s.render(ctx, e.Text)
	if err != nil {
		return err
	}
	notes, err := s.joinNotes(ctx, e.Notes)
	if err != nil {
		return err
	}
	if err := checkAlt(e.Alt); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, row, set, err := s.ownPost(ctx, tx, m, post, group.Introduce)
		if err != nil {
			return err
		}
		entitled := false
		if row.Number == 1 {
			if entitled, err = s.entitle(ctx, tx, row, e.Title, notes); err != nil {
				return err
			}
		}
		was := row
		if err := s.changePicture(ctx, tx, &row, e); err != nil {
			return err
		}
		row.source, row.rendered, row.notes, row.edited = body.Source, int64(body.Version), notes, clock.Millis(s.clock.Now())
		if row.HTML, err = s.mention(ctx, tx, m, row.Mark != "", body.HTML); err != nil {
			return err
		}
		same := !entitled && was.source == row.source && was.notes == row.notes && was.picture == row.picture && was.alt == row.alt
		if !same {
			if err := s.rewrite(ctx, tx, was, row); err != nil {
				return err
			}
		}
		if !same && row.State == Here && set.looksAgain(m, row, e.Title+"\n"+body.Text+"\n"+row.alt) {
			return s.hold(ctx, tx, row)
		}
		return s.changed(ctx, tx, row)
	})
}

// rewrite puts other words in the place of those of a post.
func (s *Service) rewrite(ctx context.Context, tx *db.Tx, was, row postRow) error {
	now := s.clock.Now()
	if err := insertVersion(ctx, tx, was, clock.Millis(now), clock.Millis(now.Add(versionsFor))); err != nil {
		return err
	}
	if err := writeWords(ctx, tx, row); err != nil {
		return err
	}
	return s.keepQuotes(ctx, tx, row)
}

// looksAgain tells whether somebody has to look at other words of a post that is
// there for all: those that would have waited, had they been its first.
func (set Setting) looksAgain(m group.Member, row postRow, text string) bool {
	if row.Mark == "" && m.Self.Role.Leads() {
		return false
	}
	return set.watches(text) || !m.Can(group.Share) || set.Review && row.Mark != ""
}

// changePicture takes the picture of a post away, or has other words stand for it.
func (s *Service) changePicture(ctx context.Context, tx *db.Tx, row *postRow, e Edited) error {
	switch {
	case row.picture == "":
		return nil
	case !e.NoPicture:
		row.alt = e.Alt
		return nil
	}
	key := row.picture
	row.picture, row.alt, row.width, row.height = "", "", 0, 0
	return s.events.Emit(ctx, tx, PictureGone{Key: key, Post: row.ID})
}

// ownPost is a post that the member wrote and that still has words.
func (s *Service) ownPost(ctx context.Context, tx *db.Tx, m group.Member, post string, act group.Act) (group.Member, postRow, Setting, error) {
	m, err := m.Again(ctx, tx, act)
	if err != nil {
		return m, postRow{}, Setting{}, err
	}
	row, err := postByID(ctx, tx, post)
	if err != nil || row.Group != m.Group.ID || row.State == Gone {
		return m, row, Setting{}, orMissing(err)
	}
	k := marker{}
	if row.Mark != "" {
		if k, err = s.marker(ctx); err != nil {
			return m, row, Setting{}, err
		}
	}
	if !k.mine(m, row) {
		return m, row, Setting{}, fault.Missing()
	}
	set, err := settingOf(ctx, tx, m.Group.ID)
	return m, row, set, err
}

// entitle gives a topic another title, and tells whether it had none like that.
func (s *Service) entitle(ctx context.Context, tx *db.Tx, first postRow, title, notes string) (changed bool, err error) {
	switch n := utf8.RuneCountInString(title); {
	case n == 0:
		return false, fault.Field("title", "Give it a title. A few words are enough.")
	case n > TitleMost:
		return false, fault.Field("title", "Shorten this to {.Most} characters.", map[string]any{"Most": TitleMost})
	}
	was, err := titleOf(ctx, tx, first.Topic)
	if err != nil {
		return false, err
	}
	if err := writeTitle(ctx, tx, first.Topic, title); err != nil {
		return false, err
	}
	return was != title, writeTopicState(ctx, tx, first.Topic, first.State, notes)
}

// keepQuotes empties what others quoted of a post and is not in it any more.
func (s *Service) keepQuotes(ctx context.Context, tx *db.Tx, row postRow) error {
	text := spaced(plain(row.HTML))
	quotes, err := quotesOf(ctx, tx, row.ID)
	for _, one := range quotes {
		if strings.Contains(text, strings.TrimSuffix(one.what, "…")) {
			continue
		}
		if err := writeQuoteText(ctx, tx, one.post, ""); err != nil {
			return err
		}
	}
	return err
}

// changed says that the words of a post are others.
func (s *Service) changed(ctx context.Context, tx *db.Tx, row postRow) error {
	if row.State == Here {
		if err := s.index(ctx, tx, row); err != nil {
			return err
		}
	}
	return s.events.Emit(ctx, tx, Changed{Group: row.Group, Topic: row.Topic, Post: row.ID})
}

// VersionsIn are the earlier words of a post, the last first: for a report alone.
func (s *Service) VersionsIn(ctx context.Context, tx *db.Tx, post string) ([]string, error) {
	rows, err := versionsOf(ctx, tx, post)
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = plain(string(r))
	}
	return list, err
}

// SweepVersions forgets the versions whose time is over.
func (s *Service) SweepVersions(ctx context.Context) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return deleteVersions(ctx, tx, clock.Millis(s.clock.Now()))
	})
}
