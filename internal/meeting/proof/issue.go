package proof

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/proof/paper"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/seal"
)

// Paper is a proof of attendance that somebody made.
type Paper struct {
	ID        string      `json:"-"`
	Token     string      `json:"token"`
	Facts     paper.Facts `json:"says"`
	Key       string      `json:"date"` // of the date, in addresses
	Start     time.Time   `json:"start"`
	Withdrawn bool        `json:"-"`
	Over      bool        `json:"-"` // its last day is over
}

// Counts tells whether whoever checks it is told that it is good.
func (p Paper) Counts() bool { return !p.Withdrawn && !p.Over }

// papersMost is how many papers somebody can have at once.
const papersMost = 1000

// Issue makes a paper for a date at which the member was by codes. Whoever asks
// again, and nothing is otherwise, gets the same one.
func (s *Service) Issue(ctx context.Context, m group.Member, o meeting.Occurrence) (Paper, error) {
	if err := m.May(group.Read); err != nil {
		return Paper{}, err
	}
	facts, err := s.facts(ctx, m, o)
	if err != nil {
		return Paper{}, err
	}
	all, err := s.PapersFor(ctx, m.Viewer)
	if err != nil {
		return Paper{}, err
	}
	for _, one := range all {
		facts.Serial, facts.Issued, facts.Until = one.Facts.Serial, one.Facts.Issued, one.Facts.Until
		if one.Key == o.Key() && one.Counts() && one.Facts == facts {
			return one, nil
		}
	}
	if len(all) >= papersMost {
		return Paper{}, fault.New(fault.Conflict, "You have {.Most} papers already. Delete some that you do not need first.", map[string]any{"Most": papersMost})
	}
	now := s.clock.Now().In(o.Zone())
	facts.Serial, facts.Issued, facts.Until = serial(), now.Format(paper.DayShape), now.Add(paper.Lasts).Format(paper.DayShape)
	return s.sign(ctx, m, Paper{ID: id.Random(), Facts: facts, Key: o.Key(), Start: o.Start})
}

// facts are what a paper for the member and a date says now.
func (s *Service) facts(ctx context.Context, m group.Member, o meeting.Occurrence) (f paper.Facts, err error) {
	r, err := s.RecordFor(ctx, m.Viewer, o.Key())
	if err != nil {
		return f, err
	}
	if !r.ByCode() {
		return f, fault.New(fault.Conflict, "A paper needs a code from the room. You can type one while the meeting is on.")
	}
	set, err := s.SettingFor(ctx, m)
	if err != nil {
		return f, err
	}
	asking, err := s.AskingFor(ctx, m, o)
	if err != nil {
		return f, err
	}
	needs, err := s.needsWord(ctx, m, o, r)
	if err == nil && needs && asking.Answer != SaidYes {
		err = fault.New(fault.Conflict, "You can show the code yourself. So a paper needs the word of another host first.")
	}
	if err != nil {
		return f, err
	}
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		return f, err
	}
	f = paper.Facts{
		Start: r.Start.In(zone).Format(paper.WallShape), End: r.End.In(zone).Format(paper.WallShape), Zone: r.Zone,
		Minutes: r.Minutes(), Confirmed: asking.Answer == SaidYes,
	}
	switch set.Naming {
	case SiteName:
		f.Name = s.site(ctx)
	case GroupName:
		f.Name = m.Group.Name
	}
	if set.Title {
		f.Title = o.Meeting.Title
	}
	return f, nil
}

func (s *Service) sign(ctx context.Context, m group.Member, p Paper) (Paper, error) {
	key, err := s.signingKey(ctx)
	if err != nil {
		return p, err
	}
	if p.Token, err = paper.Sign(p.Facts, key); err != nil {
		return p, err
	}
	words, err := s.sealed(ctx, privateOf(m.Viewer), p, aboutPaper(p.ID), paperSize)
	if err != nil {
		return p, err
	}
	return p, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		return insertPaper(ctx, tx, paperRow{id: p.ID, account: m.Viewer.Account, words: words})
	})
}

// serial is a number that no paper had before, and that cannot be guessed.
func serial() string {
	bits := make([]byte, 16)
	rand.Read(bits) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(bits)
}

// PapersFor are the viewer's papers, those of the latest dates first.
func (s *Service) PapersFor(ctx context.Context, v account.Viewer) (list []Paper, err error) {
	if v.Account == "" {
		return nil, account.NeedsSession()
	}
	var rows []paperRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err = papersOf(ctx, tx, v.Account)
		return err
	})
	for _, row := range rows {
		if err != nil {
			return nil, err
		}
		var p Paper
		if p, err = s.openPaper(ctx, v, row); errors.Is(err, seal.ErrDestroyed) {
			err = nil
			continue
		}
		list = append(list, p)
	}
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b Paper) int { return b.Start.Compare(a.Start) })
	return list, s.lookUp(ctx, list)
}

// PaperFor is one of the viewer's papers.
func (s *Service) PaperFor(ctx context.Context, v account.Viewer, paper string) (p Paper, err error) {
	if v.Account == "" {
		return p, account.NeedsSession()
	}
	var row paperRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err = paperBy(ctx, tx, v.Account, paper)
		return err
	})
	if err != nil {
		return p, err
	}
	if p, err = s.openPaper(ctx, v, row); errors.Is(err, seal.ErrDestroyed) {
		return p, fault.Missing()
	}
	one := []Paper{p}
	err = errors.Join(err, s.lookUp(ctx, one))
	return one[0], err
}

func (s *Service) openPaper(ctx context.Context, v account.Viewer, row paperRow) (p Paper, err error) {
	p.ID = row.id
	err = s.unsealed(ctx, privateOf(v), row.words, aboutPaper(row.id), &p)
	p.Over = !s.clock.Now().Before(p.Facts.Ends())
	return p, err
}

// lookUp says of papers which of them were withdrawn.
func (s *Service) lookUp(ctx context.Context, list []Paper) error {
	if len(list) == 0 {
		return nil
	}
	mac, err := s.keys.Marker(ctx, siteOwner, serialPurpose)
	if err != nil {
		return err
	}
	marks := make([]string, len(list))
	for i, p := range list {
		marks[i] = hexOf(mac([]byte(p.Facts.Serial)))
	}
	var withdrawn map[string]bool
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		withdrawn, err = withdrawnAmong(ctx, tx, marks)
		return err
	})
	for i := range list {
		list[i].Withdrawn = withdrawn[marks[i]]
	}
	return err
}

// Withdraw has a paper of the viewer's count no more, or count again. Whoever
// checks it on line is told.
func (s *Service) Withdraw(ctx context.Context, v account.Viewer, paper string, withdrawn bool) error {
	p, err := s.PaperFor(ctx, v, paper)
	if err != nil {
		return err
	}
	mark, err := s.serialMark(ctx, p.Facts.Serial)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if !withdrawn {
			return deleteMark(ctx, tx, mark)
		}
		return insertWithdrawn(ctx, tx, mark, dayOf(p.Facts.Ends()))
	})
}

// Discard takes a paper off the viewer's list. What was printed stays as good as
// it is.
func (s *Service) Discard(ctx context.Context, v account.Viewer, paper string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := deletePaper(ctx, tx, v.Account, paper)
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}

func (s *Service) isWithdrawn(ctx context.Context, serial string) (bool, error) {
	one := []Paper{{Facts: paper.Facts{Serial: serial}}}
	err := s.lookUp(ctx, one)
	return one[0].Withdrawn, err
}

// serialPurpose is what the marks of withdrawn papers are for.
const serialPurpose = "withdrawn paper"

func (s *Service) serialMark(ctx context.Context, serial string) (string, error) {
	return s.marked(ctx, serialPurpose, serial)
}

func aboutPaper(id string) string { return declare.About("meeting_paper", "words", id) }

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// dayOf is a day as rows have it that go on a day.
func dayOf(at time.Time) string { return at.UTC().Format(paper.DayShape) }
