package proof

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Answer is what a host says to somebody who asks whether they were seen.
type Answer string

// The answers.
const (
	NotAsked  Answer = "-"
	NoAnswer  Answer = ""
	SaidYes   Answer = "yes"
	NotForNow Answer = "no"
)

// askingKept is how long after a meeting hosts can be asked and can answer.
const askingKept = 14 * 24 * time.Hour

// Asking is a member who asks the hosts of a date to say that they saw them.
type Asking struct {
	ID     string
	Who    group.Persona
	Answer Answer
	Mine   bool
}

// asked is what lies sealed in an asking.
type asked struct {
	Membership string `json:"membership"`
	Answer     Answer `json:"answer"`
}

// Ask has the hosts of a date see that the member asks them.
func (s *Service) Ask(ctx context.Context, m group.Member, o meeting.Occurrence) error {
	r, err := s.RecordFor(ctx, m.Viewer, o.Key())
	if err != nil {
		return err
	}
	set, err := s.SettingFor(ctx, m)
	if err != nil {
		return err
	}
	needs, err := s.needsWord(ctx, m, o, r)
	switch {
	case err != nil:
		return err
	case !set.Confirms && !needs:
		return fault.New(fault.Forbidden, "In this group, papers do without a host’s word.")
	case !r.ByCode():
		return fault.New(fault.Conflict, "First type a code from the room. Then a host can confirm it.")
	case !s.clock.Now().Before(o.End.Add(askingKept)):
		return fault.New(fault.Conflict, "This was some time ago. Hosts can be asked for two weeks.")
	}
	row := askingRow{id: id.Random(), until: dayOf(o.End.Add(askingKept))}
	if row.place, err = s.placeMark(ctx, o); err != nil {
		return err
	}
	if row.mark, err = s.askingMark(ctx, m, o); err != nil {
		return err
	}
	if row.words, err = s.sealed(ctx, siteOwner, asked{Membership: m.Self.ID}, aboutAsking(row.id), askSize); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := m.Again(ctx, tx, group.Read); err != nil {
			return err
		}
		return insertAsking(ctx, tx, row)
	})
}

// needsWord tells whether a record is worth nothing without another host's word:
// whoever shows the code has it without being there.
func (s *Service) needsWord(ctx context.Context, m group.Member, o meeting.Occurrence, r Record) (bool, error) {
	if r.Shown {
		return true, nil
	}
	return s.confirmsFor(ctx, m, o)
}

// TakeBack has the hosts not see any more that the member asks.
func (s *Service) TakeBack(ctx context.Context, m group.Member, o meeting.Occurrence) error {
	mark, err := s.askingMark(ctx, m, o)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return deleteAsking(ctx, tx, mark) })
}

// AskingFor is what became of the member's asking.
func (s *Service) AskingFor(ctx context.Context, m group.Member, o meeting.Occurrence) (a Asking, err error) {
	a = Asking{Answer: NotAsked, Mine: true}
	mark, err := s.askingMark(ctx, m, o)
	if err != nil {
		return a, err
	}
	var row askingRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err = askingBy(ctx, tx, mark)
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return a, nil
	}
	if err != nil {
		return a, err
	}
	said, err := s.openAsking(ctx, row)
	a.ID, a.Answer = row.id, said.Answer
	return a, err
}

// AskingsFor are those who ask the hosts of a date, for a host.
func (s *Service) AskingsFor(ctx context.Context, m group.Member, o meeting.Occurrence) (list []Asking, err error) {
	if err := s.host(ctx, m, o); err != nil {
		return nil, err
	}
	place, err := s.placeMark(ctx, o)
	if err != nil {
		return nil, err
	}
	var rows []askingRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err = askingsAt(ctx, tx, place)
		return err
	})
	var ids []string
	for _, row := range rows {
		if err != nil {
			return nil, err
		}
		var said asked
		said, err = s.openAsking(ctx, row)
		ids = append(ids, said.Membership)
		list = append(list, Asking{ID: row.id, Answer: said.Answer, Mine: said.Membership == m.Self.ID})
	}
	if err != nil {
		return nil, err
	}
	return s.faced(ctx, m, list, ids)
}

// faced are the askings of those whom the host can see here.
func (s *Service) faced(ctx context.Context, m group.Member, all []Asking, ids []string) (list []Asking, err error) {
	faces, err := s.groups.FacesFor(ctx, m, ids)
	for i, one := range all {
		if one.Who = faces[ids[i]]; !one.Who.Former && !one.Mine {
			list = append(list, one)
		}
	}
	return list, err
}

// Say is a host's answer to somebody who asks. Nobody answers themselves.
func (s *Service) Say(ctx context.Context, m group.Member, o meeting.Occurrence, asking string, yes bool) error {
	list, err := s.AskingsFor(ctx, m, o)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.ID == asking {
			return s.answer(ctx, m, o, one, yes)
		}
	}
	return fault.Missing()
}

func (s *Service) answer(ctx context.Context, m group.Member, o meeting.Occurrence, a Asking, yes bool) error {
	said := asked{Membership: a.Who.ID, Answer: NotForNow}
	if yes {
		said.Answer = SaidYes
	}
	words, err := s.sealed(ctx, siteOwner, said, aboutAsking(a.ID), askSize)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		if is, err := s.confirms(ctx, tx, m, o); err != nil || !is {
			return orMissing(err)
		}
		return updateAsking(ctx, tx, a.ID, words)
	})
}

// confirms tells whether the member shows the code of a date, and says that they
// saw others there: those who look after the group do, and where it lets them, a
// chair whom these trust. Whoever made themselves the chair does not.
func (s *Service) confirms(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence) (bool, error) {
	if m.Self.Role.Leads() {
		return true, nil
	}
	set, err := settingOf(ctx, tx, m.Group.ID)
	if err != nil || !set.Chairs {
		return false, err
	}
	return s.meetings.Trusted(ctx, tx, m, o)
}

// confirmsFor is confirms for a page.
func (s *Service) confirmsFor(ctx context.Context, m group.Member, o meeting.Occurrence) (is bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		is, err = s.confirms(ctx, tx, m, o)
		return err
	})
	return is, err
}

// host is nil for whoever confirms at a date. For others that does not exist.
func (s *Service) host(ctx context.Context, m group.Member, o meeting.Occurrence) error {
	is, err := s.confirmsFor(ctx, m, o)
	if err == nil && is {
		return m.May(group.Read)
	}
	return orMissing(err)
}

func orMissing(err error) error {
	if err == nil {
		return fault.Missing()
	}
	return err
}

func (s *Service) placeMark(ctx context.Context, o meeting.Occurrence) (string, error) {
	name, err := s.nameOf(ctx, o.Key())
	if err != nil {
		return "", err
	}
	return s.marked(ctx, "asked at", name)
}

func (s *Service) askingMark(ctx context.Context, m group.Member, o meeting.Occurrence) (string, error) {
	name, err := s.nameOf(ctx, o.Key())
	if err != nil {
		return "", err
	}
	return s.marked(ctx, "asked by", name, m.Self.ID)
}

func aboutAsking(id string) string { return declare.About("meeting_confirming", "words", id) }

func (s *Service) openAsking(ctx context.Context, row askingRow) (said asked, err error) {
	err = s.unsealed(ctx, siteOwner, row.words, aboutAsking(row.id), &said)
	return said, err
}
