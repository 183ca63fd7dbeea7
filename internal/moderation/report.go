package moderation

import (
	"context"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// WordsMost is the longest that somebody can write with a report, as a reason,
// or as an answer, in characters.
const WordsMost = 2000

// Report is one report, as a desk where it lies sees it.
type Report struct {
	ID       string
	Group    string // "" for one that somebody signed out made
	Kind     string // of a subject, or Words
	Target   string
	Category Category
	Author   string // the membership of who made the thing, or "" where nobody is to know
	Reporter string // the membership, or "" where they did not want to be known
	Made     time.Time
}

// Draft is what somebody is about to report.
type Draft struct {
	Kind, Target string
	Category     Category
	To           To
	Said         string // in their own words, optional
	Named        bool   // those who read it may know who reports
	Page         string // what View.Page was
}

// View is a thing that somebody is about to report, as they see it.
type View struct {
	Subject Subject
	Seen    Seen
	// Page is the same, sealed for the form: what is kept with the report is what
	// its reporter saw, whatever becomes of it before they send it.
	Page string
}

// ViewFor is a thing as the member sees it.
func (s *Service) ViewFor(ctx context.Context, m group.Member, kind, target string) (v View, err error) {
	if v.Subject, err = s.subject(kind); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		v.Seen, err = s.look(ctx, tx, m, v.Subject, target)
		return err
	})
	if err == nil {
		v.Page, err = s.sealPage(pageOf(m, kind, target), v.Seen)
	}
	return v, err
}

// look is what the member sees of a thing that they can report.
func (s *Service) look(ctx context.Context, tx *db.Tx, m group.Member, sub Subject, target string) (Seen, error) {
	if err := m.May(group.Read); err != nil {
		return Seen{}, err
	}
	seen, err := sub.Look(ctx, tx, m, target)
	if err != nil || seen.Group != m.Group.ID {
		return Seen{}, missingUnless(err)
	}
	mine, err := sub.Mine(ctx, tx, m, []string{target})
	if err == nil && mine[target] {
		err = fault.New(fault.Conflict, "This is yours. You can change it, or take it away, yourself.")
	}
	return seen, err
}

// Filed is a report that was made.
type Filed struct {
	ID string
	To To // whom its reporter chose
}

// File makes a report, and seals what the member saw. Where no leader could see
// it, because there is none but the one it is about, the stewards do.
func (s *Service) File(ctx context.Context, m group.Member, d Draft) (Filed, error) {
	sub, err := s.subject(d.Kind)
	if err != nil {
		return Filed{}, err
	}
	if err := d.check(); err != nil {
		return Filed{}, err
	}
	seen, err := s.saw(ctx, m, sub, d)
	if err != nil {
		return Filed{}, err
	}
	if d.To == Fitting {
		d.To = d.Category.fits(seen.ByLeader)
	}
	r := reportRow{
		ID: id.Random(), Group: m.Group.ID, Kind: d.Kind, Target: d.Target, Category: d.Category, Reporter: m.Self.ID, Named: d.Named,
		Author: seen.Author, MadeAt: clock.Millis(s.clock.Now()),
	}
	words, err := s.sealWords(ctx, r.ID, d.Said, seen)
	if err != nil {
		return Filed{}, err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := m.Again(ctx, tx, group.Read); err != nil {
			return err
		}
		if err := insertReport(ctx, tx, r, words); err != nil {
			return err
		}
		return s.lay(ctx, tx, r, d.To)
	})
	return Filed{ID: r.ID, To: d.To}, err
}

func (d Draft) check() error {
	switch {
	case !slices.Contains(Categories(), d.Category):
		return fault.Field("category", "Choose what fits best.")
	case d.To != Fitting && d.To.desks() == nil:
		return fault.Field("to", "Choose who should see it.")
	}
	return short("said", d.Said)
}

// short refuses words that are too long.
func short(field, text string) error {
	if utf8.RuneCountInString(text) > WordsMost {
		return fault.Field(field, "Shorten this to {.Most} characters.", i18n.Args{"Most": WordsMost})
	}
	return nil
}

// saw is what the member saw when they began to report; where the form does not
// tell, it is what they see now.
func (s *Service) saw(ctx context.Context, m group.Member, sub Subject, d Draft) (seen Seen, err error) {
	if seen, ok := s.openPage(pageOf(m, d.Kind, d.Target), d.Page); ok {
		return seen, nil
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		seen, err = s.look(ctx, tx, m, sub, d.Target)
		return err
	})
	return seen, err
}

// lay puts a report on the desks that its reporter chose.
func (s *Service) lay(ctx context.Context, tx *db.Tx, r reportRow, to To) error {
	desks := to.desks()
	leaders, err := s.atDesk(ctx, tx, Leaders, r)
	if err != nil {
		return err
	}
	if len(leaders) == 0 && !slices.Contains(desks, Stewards) {
		desks = append(desks, Stewards)
	}
	for _, desk := range desks {
		if err := insertDesk(ctx, tx, r.ID, desk); err != nil {
			return err
		}
		if err := s.tellDesk(ctx, tx, desk, r); err != nil {
			return err
		}
	}
	return nil
}

// tellDesk has those who sit at a desk told of a report: all but whoever made it.
func (s *Service) tellDesk(ctx context.Context, tx *db.Tx, desk Desk, r reportRow) error {
	accounts, err := s.atDesk(ctx, tx, desk, r)
	if err != nil {
		return err
	}
	reporter := ""
	if r.Reporter != "" {
		if reporter, err = s.groups.AccountOf(ctx, tx, r.Reporter); err != nil {
			return err
		}
	}
	accounts = slices.DeleteFunc(accounts, func(one string) bool { return one == reporter })
	return s.events.Emit(ctx, tx, Reported{Report: r.ID, Group: r.Group, Desk: desk, Accounts: accounts})
}

// atDesk are the accounts of those who see a report on a desk: all who sit there
// but the one whom it is about. A steward who is the only one sees all.
func (s *Service) atDesk(ctx context.Context, tx *db.Tx, desk Desk, r reportRow) (accounts []string, err error) {
	author, err := s.authorOf(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if desk == Leaders {
		accounts, err = s.groups.LeadersOf(ctx, tx, r.Group)
	} else {
		accounts, err = s.accounts.StewardsIn(ctx, tx)
	}
	if desk == Stewards && len(accounts) < 2 {
		return accounts, err
	}
	return slices.DeleteFunc(accounts, func(one string) bool { return one == author }), err
}

// authorOf is the account of who made what was reported, or "".
func (s *Service) authorOf(ctx context.Context, tx *db.Tx, r reportRow) (string, error) {
	if r.Author != "" {
		return s.groups.AccountOf(ctx, tx, r.Author)
	}
	sub, err := s.subject(r.Kind)
	if err != nil {
		return "", nil // somebody signed out told it
	}
	author, err := sub.Author(ctx, tx, r.Target)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return author, err
}

// ownerOf is the owner of a report's data key.
func ownerOf(report string) string { return "report:" + report }

// sealWords seals what was said with a report, and what its reporter saw.
func (s *Service) sealWords(ctx context.Context, report, said string, seen Seen) (w wordsRow, err error) {
	shown, err := json.Marshal(seen)
	if err != nil {
		return w, err
	}
	w.Report = report
	if w.Said, err = s.keys.Seal(ctx, ownerOf(report), []byte(said), declare.About("moderation_words", "said", report)); err != nil {
		return w, err
	}
	w.Shown, err = s.keys.Seal(ctx, ownerOf(report), shown, declare.About("moderation_words", "shown", report))
	return w, err
}

// openWords opens them.
func (s *Service) openWords(ctx context.Context, w wordsRow) (said string, seen Seen, err error) {
	text, err := s.keys.Open(ctx, ownerOf(w.Report), w.Said, declare.About("moderation_words", "said", w.Report))
	if err != nil {
		return "", seen, err
	}
	shown, err := s.keys.Open(ctx, ownerOf(w.Report), w.Shown, declare.About("moderation_words", "shown", w.Report))
	if err != nil {
		return "", seen, err
	}
	return string(text), seen, json.Unmarshal(shown, &seen)
}

// missingUnless is that a thing is not there, but for an error that says more.
func missingUnless(err error) error {
	if err != nil {
		return err
	}
	return fault.Missing()
}

// Waits tells whether somebody's report of this thing waits for an answer: until
// then nothing that they saw may be lost.
func (s *Service) Waits(ctx context.Context, kind, target string) (waits bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		waits, err = isWaiting(ctx, tx, kind, target)
		return err
	})
	return waits, err
}
