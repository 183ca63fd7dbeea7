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
	Pair      []Other         // with whom the member talks, in pairs
	Celebrate []Celebration
}

// Other is somebody else, with or without a name for the member.
type Other struct {
	group.Persona
	Hidden bool
}

// Celebration is something to celebrate.
type Celebration struct {
	Who   Other
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
			g, err = s.glanceIn(ctx, tx, r, m.Self.ID)
		}
		return err
	})
	if err != nil || !v.Made {
		return v, err
	}
	return v, s.fill(ctx, &v, g)
}

// fill opens what is sealed, as far as the member may read it.
func (s *Service) fill(ctx context.Context, v *View, g glance) error {
	v.ID, v.State, v.Present = g.id, g.State, len(g.present)
	self, l := v.Member.Self.ID, lookerOf(v.Member)
	v.Here = slices.ContainsFunc(g.present, func(r presentRow) bool { return r.Membership == self })
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
	if g.mark, err = s.marker(ctx, g.id); err != nil {
		return err
	}
	v.Frame = g.frame(v.Now, room, l)
	for _, one := range g.present {
		if one.hosts && one.Membership != self && !g.hides(l, queue.Who(one.Membership)) {
			v.Others = append(v.Others, g.people[one.Membership])
		}
	}
	for _, who := range g.Queue.With(queue.Who(self)) {
		v.Pair = append(v.Pair, Other{g.people[string(who)], g.hides(l, who)})
	}
	if v.Item().Kind != Celebrations || g.Ended != 0 || !v.Here {
		return nil
	}
	said, err := s.words(ctx, g.dayRow, g.lines, celebrating)
	for _, one := range g.lines {
		if one.kind == celebrating && !g.keepsApart(l, one.membership) {
			who := Other{g.people[one.membership], g.hides(l, queue.Who(one.membership))}
			v.Celebrate = append(v.Celebrate, Celebration{who, said[one.id], one.membership == self})
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

// closesAt is when nothing is left of what was said, unix milliseconds.
func (v View) closesAt() int64 {
	if v.State.Ended != 0 {
		return v.State.Ended + ClearAfter.Milliseconds()
	}
	return clock.Millis(v.Date.End.Add(ClearLatest))
}
