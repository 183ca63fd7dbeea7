package sheet

import (
	"context"
	"slices"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// View is the sheet of a date as one member sees it.
type View struct {
	Member  group.Member
	Date    meeting.Occurrence
	Setting Setting
	Now     int64 // unix milliseconds

	Host  bool
	Made  bool // there is a sheet
	Here  bool // the member is present
	Opens bool // it can be followed by now

	ID    string
	Items []Item // of whoever is not present, without words
	Frame Frame
	State State

	Others    []group.Persona // hosts who are present, without the member
	Present   int             // how many follow
	Pair      []group.Persona // with whom the member talks, in pairs
	Celebrate []Celebration
}

// Celebration is something to celebrate.
type Celebration struct {
	Who   group.Persona
	Words string
	Own   bool
}

// Item is the part that the meeting is at, or would begin with.
func (v View) Item() Item {
	if v.State.Step < len(v.Items) {
		return v.Items[v.State.Step]
	}
	return Item{}
}

// ViewFor is the sheet of a date of the member's group.
func (s *Service) ViewFor(ctx context.Context, m group.Member, o meeting.Occurrence) (v View, err error) {
	v = View{Member: m, Date: o, Now: s.now()}
	var g glance
	var present []presentRow
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if v.Setting, err = settingIn(ctx, tx, m.Group.ID); err != nil {
			return err
		}
		if v.Host, err = s.o.Meetings.Hosts(ctx, tx, m, o); err != nil {
			return err
		}
		r, err := dayOf(ctx, tx, o.Meeting.ID, o.Slot.String())
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		v.Made = err == nil
		if err == nil {
			present, err = presentAt(ctx, tx, r.id)
		}
		if err == nil {
			g, err = s.glanceIn(ctx, tx, r, s.alsoNamed(m, r, present)...)
		}
		if err == nil {
			err = s.addLines(ctx, tx, &g)
		}
		return err
	})
	if err != nil || !v.Made {
		return v, err
	}
	return v, s.fill(ctx, &v, g, present)
}

// alsoNamed are the memberships that a page names beside those in the queue.
func (s *Service) alsoNamed(_ group.Member, _ dayRow, present []presentRow) (ids []string) {
	for _, one := range present {
		ids = append(ids, one.Membership)
	}
	return ids
}

// addLines names those who celebrate something.
func (s *Service) addLines(ctx context.Context, tx *db.Tx, g *glance) error {
	var ids []string
	for _, one := range g.lines {
		if one.membership != "" {
			ids = append(ids, one.membership)
		}
	}
	more, err := s.o.Groups.PresentIn(ctx, tx, g.group, ids)
	for id, one := range more {
		g.people[id] = one
	}
	return err
}

// fill opens what is sealed, as far as the member may read it.
func (s *Service) fill(ctx context.Context, v *View, g glance, present []presentRow) error {
	v.ID, v.State, v.Present = g.id, g.State, len(present)
	self := v.Member.Self.ID
	v.Here = slices.ContainsFunc(present, func(r presentRow) bool { return r.Membership == self })
	d := &day{date: v.Date, now: v.Now}
	v.Opens = d.open() == nil && g.Ended == 0
	if err := s.openJSON(ctx, g.id, "meeting_sheet.items", g.items, &v.Items); err != nil {
		return err
	}
	if !v.Here && !v.Host {
		v.outside()
		return nil
	}
	room, err := s.words(ctx, g.dayRow, g.lines, inRoom)
	if err != nil {
		return err
	}
	v.Frame = g.frame(v.Now, room)
	for _, one := range present {
		if one.hosts && one.Membership != self {
			v.Others = append(v.Others, g.people[one.Membership])
		}
	}
	for _, who := range g.Queue.With(queue.Who(self)) {
		v.Pair = append(v.Pair, g.people[string(who)])
	}
	if v.Item().Kind != Celebrations || g.Ended != 0 || !v.Here {
		return nil
	}
	said, err := s.words(ctx, g.dayRow, g.lines, celebrating)
	for _, one := range g.lines {
		if one.kind == celebrating {
			v.Celebrate = append(v.Celebrate, Celebration{g.people[one.membership], said[one.id], one.membership == self})
		}
	}
	return err
}

// outside leaves what whoever is not present may know: what the parts are called.
func (v *View) outside() {
	for i, one := range v.Items {
		v.Items[i] = Item{Kind: one.Kind, Title: one.Title, Minutes: one.Minutes}
	}
	v.State = State{Spot: v.State.Spot, Began: v.State.Began, Ended: v.State.Ended, Of: v.State.Of}
}

// FrameFor is the state as those who follow get it, for one of them.
func (s *Service) FrameFor(ctx context.Context, m group.Member, o meeting.Occurrence) (Frame, error) {
	v, err := s.ViewFor(ctx, m, o)
	if err == nil && (!v.Made || !v.Here && !v.Host) {
		err = fault.Missing()
	}
	return v.Frame, err
}

// closesAt is when nothing is left of what was said, unix milliseconds.
func (v View) closesAt() int64 {
	if v.State.Ended != 0 {
		return v.State.Ended + ClearAfter.Milliseconds()
	}
	return clock.Millis(v.Date.End.Add(ClearLatest))
}
