package remind

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/name"
	"handrail/internal/notify"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// The bounds of nudges.
const (
	AboutMost  = 120 // characters
	LineMost   = 200 // characters
	NudgesMost = 10  // that one asked for in a group
	betweenTwo = 24 * time.Hour
	endedKept  = 7 * 24 * time.Hour // that there was a nudge
)

// Answer is what somebody says to a line.
type Answer string

// The answers. Nothing is one, too.
const (
	NoAnswer Answer = ""
	Done     Answer = "done"
	Later    Answer = "later"
)

// Ours are lines that one can send without finding words.
func Ours() []i18n.Text {
	return []i18n.Text{
		"Thinking of you today. How is it going?",
		"You wanted to do this. I believe in you.",
		"Shall we go there together?",
		"Small steps count. Today can be one.",
		"Whatever happens, I am glad that you are here.",
	}
}

// Nudge is that one may nudge another, as one of the two sees it.
type Nudge struct {
	ID      string
	Other   group.Persona
	Gives   bool   // the reader is the one who may nudge
	Meeting string // the id of the meeting that it is about, or ""
	Title   string // of that meeting; "" where it is gone
	About   string // in the words of the one who is nudged
	Agreed  bool   // the one who may nudge said yes
	LineID  string // of the last line, for the one who got it; "" for none
	Ours    int    // which of Ours that is, counted from 1; 0 for own words
	Line    string // its own words
	At      time.Time
	Answer  Answer
	Free    time.Time // when the next line may go, for the one who may send it
}

// Wanted is what somebody would like to be nudged about, and by whom.
type Wanted struct {
	Name    string // of the persona who may
	Meeting string // the id of a meeting of the group, or ""
	About   string // own words, where there is no meeting
}

// Ask asks somebody of the group whether they would nudge the member. They are
// told, and it is for them to say yes.
func (s *Service) Ask(ctx context.Context, m group.Member, w Wanted) error {
	w.About = strings.Join(strings.Fields(w.About), " ")
	switch {
	case w.Meeting == "" && w.About == "":
		return fault.Field("about", "Choose a meeting, or write what it is about.")
	case utf8.RuneCountInString(w.About) > AboutMost:
		return fault.Field("about", "Shorten this to {.Most} characters.", i18n.Args{"Most": AboutMost})
	}
	n := nudgeRow{ID: id.Random(), group: m.Group.ID, receiver: m.Self.ID, meeting: w.Meeting}
	if w.Meeting == "" {
		var err error
		if n.about, err = s.keys.Seal(ctx, private(m.Viewer.Account), []byte(w.About), aboutColumn(n.ID)); err != nil {
			return err
		}
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Share)
		if err != nil {
			return err
		}
		if n.giver, err = s.giver(ctx, tx, m, w.Name); err != nil {
			return err
		}
		if err := s.isOf(ctx, tx, m, w.Meeting); err != nil {
			return err
		}
		if err := s.fits(ctx, tx, n); err != nil {
			return err
		}
		lately, err := s.again(ctx, tx, &n)
		if err != nil {
			return err
		}
		if err := insertNudge(ctx, tx, n); err != nil || lately {
			return err
		}
		return s.tellOther(ctx, tx, n.group, n.receiver, n.giver, noticeAsked)
	})
}

// again takes over from a nudge between the two that ended in the last days when
// the other heard of being asked, and tells whether that was lately. So asking and
// ending in turns tells them nothing twice.
func (s *Service) again(ctx context.Context, tx *db.Tx, n *nudgeRow) (lately bool, err error) {
	before, err := endedBetween(ctx, tx, n.receiver, n.giver)
	if err != nil {
		return false, err
	}
	now := s.clock.Now()
	for _, one := range before {
		n.toldAt = max(n.toldAt, one.toldAt)
	}
	if lately = n.toldAt != 0 && now.Before(clock.FromMillis(n.toldAt).Add(endedKept)); !lately {
		n.toldAt = millis(now)
	}
	return lately, endedGone(ctx, tx, n.receiver, n.giver)
}

// giver is the membership of whom the member names.
func (s *Service) giver(ctx context.Context, tx *db.Tx, m group.Member, called string) (string, error) {
	fold := name.Fold(strings.TrimSpace(called))
	found, err := s.groups.NamedIn(ctx, tx, m, []string{fold})
	if err != nil {
		return "", err
	}
	p, here := found[fold]
	switch {
	case strings.TrimSpace(called) == "" || !here || p.Former:
		return "", fault.Field("name", "Nobody here has this name. Look at the list of people.")
	case p.ID == m.Self.ID:
		return "", fault.Field("name", "This is you. Choose somebody else.")
	}
	return p.ID, nil
}

func (s *Service) fits(ctx context.Context, tx *db.Tx, n nudgeRow) error {
	there, err := nudgesWith(ctx, tx, n.receiver)
	if err != nil {
		return err
	}
	asked := 0
	for _, one := range there {
		if one.receiver != n.receiver {
			continue
		}
		if asked++; one.giver == n.giver {
			return fault.Field("name", "You asked them already. End that one first, if it is about something else now.")
		}
	}
	if asked >= NudgesMost {
		return fault.New(fault.Conflict, "So many people may nudge you already. End one first.")
	}
	return nil
}

// tellOther tells the other one of two, unless they do not hear this one.
func (s *Service) tellOther(ctx context.Context, tx *db.Tx, groupID, by, to, kind string) error {
	accounts, err := s.groups.AccountsIn(ctx, tx, groupID, by, []string{to})
	if err != nil || accounts[to] == "" {
		return err
	}
	return s.notices.Add(ctx, tx, notify.News{Account: accounts[to], Kind: kind, Target: groupID, Once: true})
}

// within does something to a nudge of the member's, on one of its sides. For
// everybody else it does not exist.
func (s *Service) within(ctx context.Context, m group.Member, act group.Act, nudge string, do func(ctx context.Context, tx *db.Tx, m group.Member, n nudgeRow) error) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, act)
		if err != nil {
			return err
		}
		n, err := s.nudgeIn(ctx, tx, m, nudge)
		if err != nil {
			return err
		}
		return do(ctx, tx, m, n)
	})
}

// nudgeIn is a nudge of the member's with somebody whom they hear.
func (s *Service) nudgeIn(ctx context.Context, tx *db.Tx, m group.Member, nudge string) (nudgeRow, error) {
	n, err := nudgeByID(ctx, tx, nudge)
	if err != nil {
		return n, err
	}
	if n.group != m.Group.ID || n.receiver != m.Self.ID && n.giver != m.Self.ID {
		return nudgeRow{}, fault.Missing()
	}
	other := n.other(m.Self.ID)
	heard, err := s.groups.HeardIn(ctx, tx, m, []string{other})
	if err == nil && (heard[other].Unheard || heard[other].Former) {
		err = fault.Missing()
	}
	return n, err
}

// Agree says yes to nudging somebody who asked for it.
func (s *Service) Agree(ctx context.Context, m group.Member, nudge string) error {
	return s.within(ctx, m, group.Share, nudge, func(ctx context.Context, tx *db.Tx, m group.Member, n nudgeRow) error {
		if n.giver != m.Self.ID {
			return fault.Missing()
		}
		if n.agreed {
			return nil
		}
		if err := agreeTo(ctx, tx, n.ID); err != nil {
			return err
		}
		return s.tellOther(ctx, tx, n.group, n.giver, n.receiver, noticeAgreed)
	})
}

// End ends a nudge, from either side. Nobody is told. That there was one is known
// for a week, see again.
func (s *Service) End(ctx context.Context, m group.Member, nudge string) error {
	return s.within(ctx, m, group.Read, nudge, func(ctx context.Context, tx *db.Tx, _ group.Member, n nudgeRow) error {
		return endNudge(ctx, tx, n.ID, s.clock.Now())
	})
}

// Send sends a line to somebody who asked to be nudged: one of Ours, counted from
// 1, or with 0 own words. Once a day at most. Where the other does not hear the
// member, nothing is kept and nobody is told, and the member sees no difference.
func (s *Service) Send(ctx context.Context, m group.Member, nudge string, ours int, words string) error {
	words = strings.Join(strings.Fields(words), " ")
	switch n := utf8.RuneCountInString(words); {
	case ours < 0 || ours > len(Ours()):
		return fault.Field("ours", "Choose one from the list.")
	case ours == 0 && n == 0:
		return fault.Field("line", "Write a few words first.")
	case ours == 0 && n > LineMost:
		return fault.Field("line", "Shorten this to {.Most} characters.", i18n.Args{"Most": LineMost})
	}
	var sealed []byte
	if ours == 0 {
		var err error
		if sealed, err = s.keys.Seal(ctx, private(m.Viewer.Account), []byte(words), lineColumn(nudge)); err != nil {
			return err
		}
	}
	return s.within(ctx, m, group.Share, nudge, func(ctx context.Context, tx *db.Tx, m group.Member, n nudgeRow) error {
		now := s.clock.Now()
		switch {
		case n.giver != m.Self.ID:
			return fault.Missing()
		case !n.agreed:
			return fault.New(fault.Conflict, "Say yes to them first.")
		case n.lineAt != 0 && now.Before(clock.FromMillis(n.lineAt).Add(betweenTwo)):
			return fault.New(fault.Conflict, "You sent a line already. One a day is enough; you can send the next one tomorrow.")
		}
		n.lineID, n.ours, n.line, n.lineAt, n.answer = id.Random(), int64(ours), sealed, millis(now), NoAnswer
		hears, err := s.groups.AccountsIn(ctx, tx, n.group, n.giver, []string{n.receiver})
		if err != nil {
			return err
		}
		if hears[n.receiver] == "" {
			n.lineID, n.ours, n.line = "", 0, nil
		}
		if err := writeLine(ctx, tx, n); err != nil || n.lineID == "" {
			return err
		}
		return s.tellOther(ctx, tx, n.group, n.giver, n.receiver, noticeNudge)
	})
}

// Answer answers the last line that the member got. The other sees it.
func (s *Service) Answer(ctx context.Context, m group.Member, nudge string, a Answer) error {
	if a != Done && a != Later {
		return fault.Field("answer", "Choose one of the two.")
	}
	return s.within(ctx, m, group.Read, nudge, func(ctx context.Context, tx *db.Tx, m group.Member, n nudgeRow) error {
		if n.receiver != m.Self.ID || n.lineID == "" {
			return fault.Missing()
		}
		if n.answer == a {
			return nil
		}
		if err := writeAnswer(ctx, tx, n.ID, a); err != nil {
			return err
		}
		return s.tellOther(ctx, tx, n.group, n.receiver, n.giver, noticeAnswered)
	})
}

// NudgesFor are the member's nudges in the group, on both sides. Those with
// somebody whom they do not hear are left out.
func (s *Service) NudgesFor(ctx context.Context, m group.Member) (list []Nudge, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	var rows []nudgeRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if rows, err = nudgesWith(ctx, tx, m.Self.ID); err != nil {
			return err
		}
		ids := make([]string, len(rows))
		for i, n := range rows {
			ids[i] = n.other(m.Self.ID)
		}
		heard, err := s.groups.HeardIn(ctx, tx, m, ids)
		if err != nil {
			return err
		}
		for _, n := range rows {
			other := heard[n.other(m.Self.ID)]
			if other.Former || other.Unheard {
				continue
			}
			one, err := s.nudge(ctx, tx, m, n, other.Persona)
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		return nil
	})
	return list, err
}

// nudge is a nudge as the member sees it. The one who sent a line keeps no copy.
func (s *Service) nudge(ctx context.Context, tx *db.Tx, m group.Member, n nudgeRow, other group.Persona) (Nudge, error) {
	one := Nudge{ID: n.ID, Other: other, Gives: n.giver == m.Self.ID, Meeting: n.meeting, Title: n.title, Agreed: n.agreed, Answer: n.answer}
	var err error
	if one.About, err = s.opened(ctx, tx, n.receiver, n.about, aboutColumn(n.ID)); err != nil {
		return one, err
	}
	if n.lineAt != 0 {
		one.At = clock.FromMillis(n.lineAt)
	}
	if one.Gives {
		if n.lineAt != 0 {
			one.Free = one.At.Add(betweenTwo)
		}
		return one, nil
	}
	one.LineID, one.Ours = n.lineID, int(n.ours)
	one.Line, err = s.opened(ctx, tx, n.giver, n.line, lineColumn(n.ID))
	return one, err
}

// opened is what somebody wrote, or "" where its key is gone.
func (s *Service) opened(ctx context.Context, tx *db.Tx, by string, sealed []byte, about string) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	writer, err := s.groups.AccountOf(ctx, tx, by)
	if err != nil || writer == "" {
		return "", err
	}
	return s.open(ctx, writer, sealed, about)
}

func aboutColumn(nudge string) string { return declare.About("meeting_nudge", "about", nudge) }

func lineColumn(nudge string) string { return declare.About("meeting_nudge", "line", nudge) }

func private(of string) string { return account.PrivateOwner(of) }
