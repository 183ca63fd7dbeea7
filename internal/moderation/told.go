package moderation

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
)

// Telling is what somebody reads about what was done, without who did it.
type Telling struct {
	Act
	Path  string      // the thing's page within the group, where it is still theirs to open
	Group group.Group // empty where its name is not theirs to know any more
}

// TellingsFor is what was done in this group about the member, and about what
// they wrote, the latest first.
func (s *Service) TellingsFor(ctx context.Context, m group.Member) (list []Telling, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	var rows []actRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if rows, err = actsAbout(ctx, tx, []string{m.Self.ID}); err != nil {
			return err
		}
		unnamed, err := actsUnnamed(ctx, tx, m.Group.ID, s.clock.Now().Add(-keptAfter))
		if err != nil {
			return err
		}
		unnamed, err = s.mine(ctx, tx, m, unnamed)
		rows = append(rows, unnamed...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.tellings(ctx, m.Group, rows)
}

// mine leaves the acts about what the member wrote without being named.
func (s *Service) mine(ctx context.Context, tx *db.Tx, m group.Member, rows []actRow) (kept []actRow, err error) {
	targets := map[string][]string{}
	for _, r := range rows {
		targets[r.Kind] = append(targets[r.Kind], r.Target)
	}
	for kind, ids := range targets {
		sub, err := s.subject(kind)
		if err != nil {
			continue
		}
		mine, err := sub.Mine(ctx, tx, m, ids)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Kind == kind && mine[r.Target] {
				kept = append(kept, r)
			}
		}
	}
	return kept, nil
}

func (s *Service) tellings(ctx context.Context, g group.Group, rows []actRow) (list []Telling, err error) {
	acts, err := s.openActs(ctx, rows)
	for i, one := range acts {
		t := Telling{Act: one, Group: g}
		t.By = "" // leaders act as one
		if sub, err := s.subject(one.Kind); err == nil && one.Kind != Persona {
			t.Path = sub.Path(rows[i].Target)
		}
		list = append(list, t)
	}
	return list, err
}

// TellingFor is one of them. What is about somebody else does not exist.
func (s *Service) TellingFor(ctx context.Context, m group.Member, act string) (Telling, error) {
	list, err := s.TellingsFor(ctx, m)
	for _, one := range list {
		if one.ID == act {
			return one, nil
		}
	}
	return Telling{}, missingUnless(err)
}

// ToldOutside is what was done about a viewer who may be in the group no longer:
// nothing of the group's inside is in it.
func (s *Service) ToldOutside(ctx context.Context, v account.Viewer, act string) (t Telling, err error) {
	if v.Account == "" {
		return t, account.NeedsSession()
	}
	var r actRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err = s.aboutViewer(ctx, tx, v, act)
		return err
	})
	if err != nil {
		return t, err
	}
	list, err := s.tellings(ctx, group.Group{}, []actRow{r})
	if err != nil {
		return t, err
	}
	t = list[0]
	t.Path = ""
	names, err := s.groups.NamesFor(ctx, v, []string{r.Group})
	t.Group.Name = names[r.Group]
	return t, err
}

// aboutViewer is an act about a membership of the viewer's, of any standing.
func (s *Service) aboutViewer(ctx context.Context, tx *db.Tx, v account.Viewer, act string) (actRow, error) {
	r, err := actByID(ctx, tx, act)
	if err != nil {
		return r, err
	}
	if r.About == "" {
		return r, fault.Missing()
	}
	whose, err := s.groups.AccountOf(ctx, tx, r.About)
	if err != nil || whose != v.Account {
		return actRow{}, missingUnless(err)
	}
	return r, nil
}

// Reply is what a member answers to what was done, once. It comes back to the
// desk where that was decided.
func (s *Service) Reply(ctx context.Context, m group.Member, act, text string) error {
	t, err := s.TellingFor(ctx, m, act)
	if err != nil {
		return err
	}
	return s.reply(ctx, t, text)
}

// ReplyOutside is Reply for somebody who may be in the group no longer.
func (s *Service) ReplyOutside(ctx context.Context, v account.Viewer, act, text string) error {
	t, err := s.ToldOutside(ctx, v, act)
	if err != nil {
		return err
	}
	return s.reply(ctx, t, text)
}

func (s *Service) reply(ctx context.Context, t Telling, text string) error {
	if text == "" {
		return fault.Field("answer", "Write your answer here.")
	}
	if err := short("answer", text); err != nil {
		return err
	}
	if !t.CanAnswer {
		return fault.New(fault.Conflict, "You answered this already, or it is too long ago.")
	}
	var r actRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		r, err = actByID(ctx, tx, t.ID)
		return err
	})
	if err != nil {
		return err
	}
	sealed, err := s.keys.Seal(ctx, ownerOf(r.Report), []byte(text), declare.About("moderation_act", "answer", r.ID))
	if err != nil {
		return goneIfDestroyed(err)
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.keepReply(ctx, tx, r, sealed) })
}

func (s *Service) keepReply(ctx context.Context, tx *db.Tx, r actRow, sealed []byte) error {
	kept, err := writeReply(ctx, tx, r.ID, sealed, s.clock.Now())
	if err != nil {
		return err
	}
	if !kept {
		return fault.New(fault.Conflict, "You answered this already, or it is too long ago.")
	}
	if err := writeReplied(ctx, tx, r.Report, r.Desk); err != nil {
		return err
	}
	report, err := reportByID(ctx, tx, r.Report)
	if err != nil {
		return err
	}
	accounts, err := s.atDesk(ctx, tx, r.Desk, report)
	if err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Replied{Report: r.Report, Group: r.Group, Desk: r.Desk, Accounts: accounts})
}

// Outcome is a report as its reporter sees it.
type Outcome struct {
	ID       string
	Group    string // what it is called, or "" where that is not theirs to know
	Kind     string
	Category Category
	Answers  []Answer // of the desks that answered
	Waits    bool     // a desk has not answered yet
	Made     time.Time
}

// Answer is what a desk answered. Text is "" where it only said that it looked.
type Answer struct {
	Text string
	At   time.Time
}
