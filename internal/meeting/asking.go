package meeting

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Asked says how it stands with a member who asked where a meeting is.
type Asked string

// How it stands.
const (
	NotAsked Asked = ""
	Waits    Asked = "asked"
	Told     Asked = "told"
	NotNow   Asked = "not-now"
)

// InsideView is what a member may know of how to come to a date.
type InsideView struct {
	Inside Inside // without an address where they are not told it
	Where  Asked  // of a place that is told after asking
	Hidden bool   // there is an address that they are not told
}

// InsideFor is how to come to a date, as far as the member may know it. Members
// learn the link, the phone and the passcode. Where a place is told after
// asking, the address is for those who look after the group and for those whom
// one of them told. Whoever chairs a date asks like everybody else: anybody can
// take that role.
func (s *Service) InsideFor(ctx context.Context, m group.Member, o Occurrence) (view InsideView, err error) {
	if err := m.May(group.Read); err != nil {
		return view, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		view.Where, err = askedBy(ctx, tx, o.Meeting.ID, m.Self.ID)
		return err
	})
	if err != nil {
		return view, err
	}
	if view.Inside, err = s.opened(ctx, o.Plan); err != nil {
		return view, err
	}
	if o.Plan.Placing == AfterAsking && !m.Self.Role.Leads() && view.Where != Told {
		view.Hidden = view.Inside.Address != ""
		view.Inside.Address = ""
	}
	return view, nil
}

// AskPlace asks the hosts of a meeting where it is.
func (s *Service) AskPlace(ctx context.Context, m group.Member, meeting string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Meet)
		if err != nil {
			return err
		}
		one, err := meetingOf(ctx, tx, m, meeting)
		if err != nil {
			return err
		}
		switch state, err := askedBy(ctx, tx, meeting, m.Self.ID); {
		case err != nil:
			return err
		case state != NotAsked:
			return nil
		}
		if err := putAsking(ctx, tx, meeting, m.Self.ID, Waits); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, PlaceAsked{Group: one.Group, Meeting: meeting, Membership: m.Self.ID})
	})
}

// TakeBackAsking takes back that the member asked. What they were answered stays
// where that was "not for now": else they could ask again at once.
func (s *Service) TakeBackAsking(ctx context.Context, m group.Member, meeting string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		if _, err := meetingOf(ctx, tx, m, meeting); err != nil {
			return err
		}
		state, err := askedBy(ctx, tx, meeting, m.Self.ID)
		if err != nil || state == NotNow {
			return err
		}
		return deleteAsking(ctx, tx, meeting, m.Self.ID)
	})
}

// AnswerPlace tells somebody who asked where a meeting is, or that it cannot be
// told for now. What was said can be changed. Those who look after the group
// answer.
func (s *Service) AnswerPlace(ctx context.Context, m group.Member, key, membership string, yes bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.hosting(ctx, tx, m, key)
		if err == nil && !m.Self.Role.Leads() {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		before, err := askedBy(ctx, tx, o.Meeting.ID, membership)
		if err != nil {
			return err
		}
		faces, err := s.groups.FacesIn(ctx, tx, m, []string{membership})
		if err != nil {
			return err
		}
		state := NotNow
		if yes {
			state = Told
		}
		switch {
		case before == NotAsked || faces[membership].Former:
			return fault.Missing()
		case before == state:
			return nil
		}
		if err := putAsking(ctx, tx, o.Meeting.ID, membership, state); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, PlaceTold{Group: o.Meeting.Group, Meeting: o.Meeting.ID, Membership: membership, Yes: yes})
	})
}

// hosting is the member as a host of a date. To whoever hosts it not, what hosts
// do does not exist.
func (s *Service) hosting(ctx context.Context, tx *db.Tx, m group.Member, key string) (group.Member, Occurrence, error) {
	m, err := m.Again(ctx, tx, group.Meet)
	if err != nil {
		return m, Occurrence{}, err
	}
	o, err := s.InKey(ctx, tx, m, key)
	if err != nil {
		return m, o, err
	}
	host, err := s.Hosts(ctx, tx, m, o)
	if err == nil && !host {
		err = fault.Missing()
	}
	return m, o, err
}

// HostIn is the member as a host of a date, looked up anew within a transaction.
// To whoever hosts it not, what hosts do does not exist. For the parts of this
// package.
func (s *Service) HostIn(ctx context.Context, tx *db.Tx, m group.Member, key string) (group.Member, Occurrence, error) {
	return s.hosting(ctx, tx, m, key)
}

// Asking is somebody who asked where a meeting is.
type Asking struct {
	Who   group.Persona
	State Asked
}

// AskingsFor are those who asked where a meeting is, for those who look after the
// group.
func (s *Service) AskingsFor(ctx context.Context, m group.Member, o Occurrence) (list []Asking, err error) {
	if !m.Self.Role.Leads() {
		return nil, nil
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := askingsOf(ctx, tx, o.Meeting.ID)
		if err != nil {
			return err
		}
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.membership
		}
		faces, err := s.groups.FacesIn(ctx, tx, m, ids)
		for _, r := range rows {
			if face := faces[r.membership]; !face.Former {
				list = append(list, Asking{Who: face, State: r.state})
			}
		}
		return err
	})
	return list, err
}

// Leave takes away what somebody said about meetings who is no member any more.
func (s *Service) Leave(ctx context.Context, tx *db.Tx, e group.Gone) error {
	for _, forget := range []func(context.Context, *db.Tx, string) error{deleteComingBy, clearGreeter, deleteAskingBy, deleteServiceBy} {
		if err := forget(ctx, tx, e.Membership); err != nil {
			return err
		}
	}
	return nil
}

// Sweep lets go who came to dates that are over.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return deleteComingBefore(ctx, tx, earliest(s.clock.Now().Add(-nearBehind)))
	})
}
