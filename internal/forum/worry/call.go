package worry

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"handrail/internal/forum"
	"handrail/internal/forum/private"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// State is how far a call is.
type State string

// The states.
const (
	Open  State = "open"
	Taken State = "taken" // somebody is on it
	Done  State = "done"
)

// About is whom somebody worries about: through a post, or by their persona.
type About struct {
	Post, Persona string // one of them
}

// Whom is that as the member sees it.
type Whom struct {
	About
	Author forum.Author
	Title  string // of the topic of a post
	Reach
}

// Reach is who hears a call just now.
type Reach struct {
	Takers int // leaders who said that they take calls, and are here
	Others int // other leaders who are here
}

// WhomFor is whom the member worries about, and who would hear it.
func (s *Service) WhomFor(ctx context.Context, m group.Member, about About) (w Whom, err error) {
	if err := m.May(group.Read); err != nil {
		return w, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if w, _, err = s.whom(ctx, tx, m, about); err != nil {
			return err
		}
		takes, others, err := s.hearers(ctx, tx, m, w)
		w.Takers, w.Others = len(takes), len(others)
		return err
	})
	return w, err
}

// whom is what the member sees of whom they worry about, and the membership where
// that stands under a name.
func (s *Service) whom(ctx context.Context, tx *db.Tx, m group.Member, about About) (w Whom, named string, err error) {
	w.About = about
	if about.Post == "" {
		one, err := s.groups.MemberIn(ctx, tx, m, about.Persona)
		if err != nil || one.ID == m.Self.ID {
			return w, "", orMissing(err)
		}
		one.Persona.ID = one.ID
		w.Author.Persona = one.Persona
		return w, one.ID, nil
	}
	p, err := s.forum.PostIn(ctx, tx, m, about.Post)
	if err != nil || p.Items[0].Post.Mine {
		return w, "", orMissing(err)
	}
	w.Author, w.Title = p.Items[0].Post.Author, p.Topic.Title
	if !w.Author.Anonymous() && !w.Author.Former {
		named = w.Author.ID
	}
	return w, named, nil
}

func orMissing(err error) error {
	if err == nil {
		return fault.Missing()
	}
	return err
}

// hearers are the leaders who would hear a call of the member's: those who take
// calls, and the others. Who is named in it is not among them. Whether a leader
// wrote an anonymous post makes no difference: that would tell.
func (s *Service) hearers(ctx context.Context, tx *db.Tx, m group.Member, w Whom) (takes, others []string, err error) {
	roles, err := s.groups.RolesIn(ctx, tx, m)
	if err != nil {
		return nil, nil, err
	}
	var leaders []string
	for _, p := range roles {
		about := !w.Author.Anonymous() && p.ID == w.Author.ID
		if p.Role.Leads() && !p.Out && p.ID != m.Self.ID && !about {
			leaders = append(leaders, p.ID)
		}
	}
	takes, err = takers(ctx, tx, leaders)
	for _, one := range leaders {
		if !slices.Contains(takes, one) {
			others = append(others, one)
		}
	}
	return takes, others, err
}

// Raising is what somebody who worries wants to happen.
type Raising struct {
	About
	Leaders bool   // tell those who look after the group
	Said    string // to them
	Card    bool   // send the person a card
}

func (r Raising) check() error {
	switch {
	case !r.Leaders && !r.Card:
		return fault.Field("what", "Choose what should happen. You can also choose both.")
	case utf8.RuneCountInString(r.Said) > SaidMost:
		return fault.Field("said", "Shorten this to {.Most} characters.", map[string]any{"Most": SaidMost})
	}
	return nil
}

// Raise does that. Leaders who take calls are told at once.
func (s *Service) Raise(ctx context.Context, m group.Member, r Raising) error {
	if err := r.check(); err != nil {
		return err
	}
	call := callRow{ID: id.Random(), Group: m.Group.ID, Post: r.Post, Reporter: m.Self.ID, State: Open}
	if r.Card {
		var err error
		if call.Thread, err = s.card(ctx, m, r); err != nil {
			return err
		}
	}
	if !r.Leaders {
		return nil
	}
	var err error
	if call.said, err = s.keys.Seal(ctx, ownerOf(call.ID), []byte(r.Said), aboutSaid(call.ID)); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		return s.raise(ctx, tx, m, r.About, call)
	})
}

func aboutSaid(call string) string { return declare.About("forum_worry", "said", call) }

func (s *Service) card(ctx context.Context, m group.Member, r Raising) (string, error) {
	if r.Post != "" {
		return s.private.SendCard(ctx, m, r.Post, r.Leaders)
	}
	return s.private.SendCardTo(ctx, m, r.Persona, r.Leaders)
}

func (s *Service) raise(ctx context.Context, tx *db.Tx, m group.Member, about About, call callRow) error {
	w, named, err := s.whom(ctx, tx, m, about)
	if err != nil {
		return err
	}
	call.Persona, call.made = named, clock.Millis(s.clock.Now())
	call.changed = call.made
	if err := insertCall(ctx, tx, call); err != nil {
		return err
	}
	takes, others, err := s.hearers(ctx, tx, m, w)
	if err != nil {
		return err
	}
	raised := Raised{Group: m.Group.ID}
	if raised.Takers, err = s.accounts(ctx, tx, m.Group.ID, takes); err != nil || len(raised.Takers) > 0 {
		return s.emit(ctx, tx, err, raised)
	}
	raised.Others, err = s.accounts(ctx, tx, m.Group.ID, others)
	return s.emit(ctx, tx, err, raised)
}

func (s *Service) emit(ctx context.Context, tx *db.Tx, err error, fact any) error {
	if err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, fact)
}

// accounts are those behind memberships, for notices alone.
func (s *Service) accounts(ctx context.Context, tx *db.Tx, groupID string, ids []string) (list []string, err error) {
	accounts, err := s.groups.AccountsIn(ctx, tx, groupID, "", ids)
	for _, one := range accounts {
		list = append(list, one)
	}
	slices.Sort(list)
	return list, err
}

// Call is a call as a leader sees it.
type Call struct {
	ID       string
	Post     string // "" where it is about a persona alone
	Author   forum.Author
	Title    string // of the post's topic
	Gone     bool   // the post is not there any more
	Reporter group.Persona
	Said     string
	State    State
	TakenBy  group.Persona
	Mine     bool // the reader took it
	Card     bool // the person was asked whether somebody may reach out
	Answer   private.Answer
	Made     time.Time
}

// CallsFor are the calls of a group for its leaders: those that are not done, the
// longest first, then the others. What is about a leader by name, they do not see.
func (s *Service) CallsFor(ctx context.Context, m group.Member) (list []Call, err error) {
	if err := leads(m); err != nil {
		return nil, err
	}
	var rows []callRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if rows, err = callsIn(ctx, tx, m.Group.ID); err != nil {
			return err
		}
		rows = slices.DeleteFunc(rows, func(r callRow) bool { return r.Persona == m.Self.ID })
		faces, err := s.groups.FacesIn(ctx, tx, m, people(rows))
		for _, r := range rows {
			list = append(list, r.call(m, faces))
		}
		return err
	})
	return list, err
}

// leads tells whether the member leads: for others nothing of this exists.
func leads(m group.Member) error {
	if !m.Self.Role.Leads() {
		return fault.Missing()
	}
	return m.May(group.Read)
}

func people(rows []callRow) (ids []string) {
	for _, r := range rows {
		for _, one := range []string{r.Persona, r.Reporter, r.TakenBy} {
			if one != "" && !slices.Contains(ids, one) {
				ids = append(ids, one)
			}
		}
	}
	return ids
}

func (r callRow) call(m group.Member, faces map[string]group.Persona) Call {
	face := func(id string) group.Persona {
		if p, known := faces[id]; known {
			return p
		}
		return group.Persona{Former: true}
	}
	return Call{
		ID: r.ID, Post: r.Post, Author: forum.Author{Persona: face(r.Persona)}, Reporter: face(r.Reporter), State: r.State, TakenBy: face(r.TakenBy),
		Mine: r.TakenBy == m.Self.ID, Card: r.Thread != "", Made: clock.FromMillis(r.made),
	}
}

// CallFor is one call, with its words, and what was answered to a card.
func (s *Service) CallFor(ctx context.Context, m group.Member, call string) (c Call, err error) {
	if err := leads(m); err != nil {
		return c, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := s.callIn(ctx, tx, m, call)
		if err != nil {
			return err
		}
		faces, err := s.groups.FacesIn(ctx, tx, m, people([]callRow{r}))
		if err != nil {
			return err
		}
		c = r.call(m, faces)
		said, err := s.keys.Open(ctx, ownerOf(r.ID), r.said, aboutSaid(r.ID))
		if c.Said = string(said); err != nil {
			return err
		}
		if c.Answer, err = s.private.AnswerIn(ctx, tx, r.Thread); err != nil || c.Post == "" {
			return err
		}
		return s.fill(ctx, tx, m, &c)
	})
	return c, err
}

// fill says which post a call is about.
func (s *Service) fill(ctx context.Context, tx *db.Tx, m group.Member, c *Call) error {
	p, err := s.forum.PostIn(ctx, tx, m, c.Post)
	if fault.KindOf(err) == fault.NotFound {
		c.Gone = true
		return nil
	}
	if err == nil {
		c.Author, c.Title = p.Items[0].Post.Author, p.Topic.Title
	}
	return err
}

// callIn is a call that the member may see as a leader.
func (s *Service) callIn(ctx context.Context, tx *db.Tx, m group.Member, call string) (callRow, error) {
	r, err := callByID(ctx, tx, call)
	if err != nil || r.Group != m.Group.ID || r.Persona == m.Self.ID {
		return callRow{}, orMissing(err)
	}
	return r, nil
}
