package group

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
)

// The longest words of a group, in characters, and its largest numbers.
const (
	NameMost     = 60
	SummaryMost  = 300
	WhomMost     = 160
	QuestionMost = 200
	TopicsMost   = 5
	CapacityMost = 100_000
	YoungMost    = 30
)

// checked is a group as somebody wishes it, if it can be like that, with what
// it says about itself rendered.
func (s *Service) checked(ctx context.Context, g Group) (Group, error) {
	g.Name, g.Summary, g.Whom, g.Question = oneLine(g.Name), strings.TrimSpace(g.Summary), oneLine(g.Whom), oneLine(g.Question)
	switch {
	case g.Name == "":
		return g, fault.Field("name", "Give the group a name.")
	case utf8.RuneCountInString(g.Name) > NameMost:
		return g, tooLong("name", NameMost)
	case g.Summary == "":
		return g, fault.Field("summary", "Say in a sentence or two what this group is.")
	case utf8.RuneCountInString(g.Summary) > SummaryMost:
		return g, tooLong("summary", SummaryMost)
	case utf8.RuneCountInString(g.Whom) > WhomMost:
		return g, tooLong("whom", WhomMost)
	case utf8.RuneCountInString(g.Question) > QuestionMost:
		return g, tooLong("question", QuestionMost)
	case !g.Kind.Known():
		return g, fault.Field("kind", "Choose one of the three.")
	case !g.Words.Known():
		return g, fault.Field("words", "Choose from the list.")
	case !slices.Contains([]Visibility{Public, Listed, Unlisted}, g.Visibility):
		return g, fault.Field("visibility", "Choose who can see that the group exists.")
	case !slices.Contains([]Joining{Freely, ByAsking, ByInvitation, Shut}, g.Joining):
		return g, fault.Field("joining", "Choose how people join.")
	case g.Invites != "leaders" && g.Invites != "members":
		return g, fault.Field("invites", "Choose who can invite.")
	case len(g.Topics) > TopicsMost:
		return g, fault.Field("topics", "Choose at most {.Most}.", map[string]any{"Most": TopicsMost})
	case g.Capacity < 0 || g.Capacity > CapacityMost:
		return g, fault.Field("capacity", "Choose a number from 1 to {.Most}, or leave it empty.", map[string]any{"Most": CapacityMost})
	case g.YoungDays < 0 || g.YoungDays > YoungMost:
		return g, fault.Field("young", "Choose a number of days from 0 to {.Most}.", map[string]any{"Most": YoungMost})
	case !g.Starts.IsZero() && !g.Ends.IsZero() && !g.Starts.Before(g.Ends):
		return g, fault.Field("ends", "The last day has to come after the first.")
	}
	if _, err := time.LoadLocation(g.Zone); err != nil || g.Zone == "" {
		return g, fault.Field("zone", "Choose a time zone from the list.")
	}
	if err := s.knownTopics(ctx, g.Topics); err != nil {
		return g, err
	}
	body, err := s.text.Render(ctx, richtext.Post, g.About)
	if err != nil {
		return g, at("about", err)
	}
	g.About, g.AboutHTML, g.aboutBy = body.Source, body.HTML, body.Version
	return g, nil
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func tooLong(field string, most int) error {
	return fault.Field(field, "Shorten this to {.Most} characters.", map[string]any{"Most": most})
}

// Change writes what leaders decide about their group. Its kind, its address and
// its agreements are not among it.
func (s *Service) Change(ctx context.Context, m Member, to Group) error {
	to.Kind = m.Group.Kind
	to, err := s.checked(ctx, to)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Shape)
		if err != nil {
			return err
		}
		to.ID = m.Group.ID
		if err := writeGroup(ctx, tx, to, s.clock.Now()); err != nil {
			return err
		}
		if !m.Group.Held && m.Group.State == Open {
			if err := writeSaid(ctx, tx, to.ID, "", false); err != nil { // they have read it
				return err
			}
		}
		if err := s.events.Emit(ctx, tx, Described{Group: m.Group.ID}); err != nil {
			return err
		}
		return s.moveUp(ctx, tx, m.Group.ID)
	})
}

// acts that bring a group into a state, and the states from which they may.
var moves = map[State]struct {
	act  Act
	from []State
}{
	Open:     {Archive, []State{Paused, Archived}},
	Paused:   {Pause, []State{Open}},
	Archived: {Archive, []State{Open, Paused}},
}

// Move pauses a group, archives it, or opens it again.
func (s *Service) Move(ctx context.Context, m Member, to State) error {
	move, known := moves[to]
	if !known {
		return fault.Missing()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, move.act)
		if err != nil {
			return err
		}
		if !slices.Contains(move.from, m.Group.State) {
			return fault.New(fault.Conflict, "This changed meanwhile. Look at the page again.")
		}
		if m.Group.Held {
			return fault.New(fault.Forbidden, "The stewards did this, and can take it back. You can ask them.")
		}
		return s.moveTo(ctx, tx, m.Group, StateChanged{State: to})
	})
}

func (s *Service) moveTo(ctx context.Context, tx *db.Tx, g Group, to StateChanged) error {
	to.Group = g.ID
	if err := writeState(ctx, tx, g.ID, to.State, s.clock.Now()); err != nil {
		return err
	}
	for _, fact := range []any{to, Stirred{Group: g.ID}} {
		if err := s.events.Emit(ctx, tx, fact); err != nil {
			return err
		}
	}
	return s.moveUp(ctx, tx, g.ID)
}

// EndCohorts archives closed cohorts whose last day is over. The house calls it
// every hour.
func (s *Service) EndCohorts(ctx context.Context) error {
	var over []idRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		over, err = endedCohorts(ctx, tx, s.clock.Now())
		return err
	})
	for _, one := range over {
		if err != nil {
			return err
		}
		err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := lock(ctx, tx, string(one)); err != nil {
				return err
			}
			g, err := groupByID(ctx, tx, string(one))
			if err != nil || g.Ends.IsZero() || g.Ends.After(s.clock.Now()) || g.State != Open && g.State != Paused {
				return err
			}
			return s.moveTo(ctx, tx, g, StateChanged{State: Archived})
		})
	}
	return err
}

// GroupsPage is how many groups a list shows.
const GroupsPage = 40

// Directory lists the groups that show to everybody, by name, after the one at
// the address after; next is where the list goes on, or "".
func (s *Service) Directory(ctx context.Context, f Filter, after string) (list []Group, next string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		var from Group
		if after != "" {
			if from, err = groupBySlug(ctx, tx, after); err != nil || !from.Shows() {
				return fault.Missing()
			}
		}
		list, err = listed(ctx, tx, f, from.Name, from.ID, GroupsPage+1)
		return err
	})
	if len(list) > GroupsPage {
		list = list[:GroupsPage]
		next = list[GroupsPage-1].Slug
	}
	return list, next, err
}

// Seen is a group as somebody may see it from where they stand.
type Seen struct {
	Group      Group
	Self       Membership // the viewer's, with an empty Standing for none
	Agreements Agreement  // of a public group, or of one that the viewer is at the door of
	Leaders    []Persona  // who leads and greets, likewise
	Whole      bool       // more than the name and the paragraph
	ByLink     Persona    // who invited, where a link leads here
	Admits     bool       // and that link lets in without asking
}

// SeenFor is what the viewer may see of a group from outside. link is an
// invitation's, or "". What they may not see does not exist.
func (s *Service) SeenFor(ctx context.Context, v account.Viewer, slug, link string) (seen Seen, err error) {
	mark, err := s.linkMark(ctx, link)
	if err != nil {
		return seen, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, err := groupBySlug(ctx, tx, slug)
		if err != nil {
			return err
		}
		invited, err := s.invitationTo(ctx, tx, g, mark)
		if err != nil {
			return err
		}
		if v.TakesPart() {
			if seen.Self, err = liveMembership(ctx, tx, g.ID, v.Account); fault.KindOf(err) == fault.NotFound {
				seen.Self = Membership{}
			} else if err != nil {
				return err
			}
		}
		if !g.Shows() && invited.ID == "" && seen.Self.ID == "" {
			return fault.Missing()
		}
		seen.Group, seen.Admits = g, invited.Admits
		seen.Whole = g.Visibility == Public || invited.ID != "" || seen.Self.ID != ""
		return s.fillSeen(ctx, tx, &seen, invited, v.TakesPart())
	})
	return seen, err
}

func (s *Service) fillSeen(ctx context.Context, tx *db.Tx, seen *Seen, invited invitationRow, takesPart bool) (err error) {
	// Whoever joins has to be able to read the agreements, in a listed group too.
	if seen.Whole || takesPart {
		if seen.Agreements, err = s.AgreementIn(ctx, tx, seen.Group); err != nil {
			return err
		}
	}
	if !seen.Whole {
		return nil
	}
	rows, err := withRole(ctx, tx, seen.Group.ID)
	for _, one := range rows {
		if one.Role.Leads() {
			seen.Leaders = append(seen.Leaders, one.face())
		}
	}
	if err != nil || invited.ID == "" {
		return err
	}
	by, err := membershipByID(ctx, tx, invited.By)
	seen.ByLink = by.face()
	return err
}

// InsideAmong tells which of the memberships are inside their groups, for
// sockets that stand on them.
func (s *Service) InsideAmong(ctx context.Context, ids []string) (map[string]bool, error) {
	inside := map[string]bool{}
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := insideAmong(ctx, tx, ids)
		for _, one := range rows {
			inside[string(one)] = true
		}
		return err
	})
	return inside, err
}

// ListenerFor is the membership with which whoever has this subject may listen
// to the group's channel.
func (s *Service) ListenerFor(ctx context.Context, subject, group string) (membership string, err error) {
	account, is := strings.CutPrefix(subject, "account:")
	if !is {
		return "", fault.Missing()
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := liveMembership(ctx, tx, group, account)
		if err == nil && !m.Standing.IsInside() {
			err = fault.Missing()
		}
		membership = m.ID
		return err
	})
	return membership, err
}

// CountMembers counts the members of all groups, for what pages say about their
// size. The house calls it every hour, and all groups change at that moment: a
// count that moved with each arrival would tell who came where when.
func (s *Service) CountMembers(ctx context.Context) error { return s.db.In(ctx, countMembers) }

// Sweep takes away what is over: links, names that are free again, people who
// stepped out and whose time is over come back.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.clock.Now()
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, sweep := range []func() error{
			func() error { return sweepInvitations(ctx, tx, now) },
			func() error { return sweepFoundings(ctx, tx, now) },
			func() error { return sweepSuggestions(ctx, tx) },
			func() error { return sweepBans(ctx, tx, now.Add(-doorLasts)) },
			func() error { return forgetNames(ctx, tx, now.Add(-nameKept)) },
			func() error { return s.sweepOldVouches(ctx, tx, now) },
			func() error { return endStepsOut(ctx, tx, clock.Millis(now)) },
		} {
			if err := sweep(); err != nil {
				return err
			}
		}
		return nil
	})
}
