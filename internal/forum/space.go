package forum

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// The bounds of spaces.
const (
	SpaceNameMost  = 60  // characters
	SpaceAboutMost = 300 // characters
	SpacesMost     = 30  // in one group
)

// Starts says who may begin a topic in a space.
type Starts string

// Who may begin.
const (
	ByMembers Starts = "members"
	ByLeaders Starts = "leaders"
)

// Space is a section of a group's forum.
type Space struct {
	ID      string
	Group   string
	Shipped string // which of the spaces that a group begins with, as long as nobody named it; or ""
	Name    string // "" for a shipped one
	About   string // "" for a shipped one, or where nothing is said
	Kind    Kind   // what a topic in it usually is
	Answers Answers
	Starts  Starts
	Place   int
	Closed  bool // nobody begins a topic in it; what is there can be read and answered
	Made    time.Time
}

// Says is what the space is called, in the reader's language.
func (sp Space) Says(ctx context.Context) string {
	if sp.Name != "" {
		return sp.Name
	}
	return i18n.T(ctx, shippedName(sp.Shipped))
}

// SaysAbout is what the space is for, in the reader's language; "" for nothing.
func (sp Space) SaysAbout(ctx context.Context) string {
	if sp.About != "" || sp.Name != "" {
		return sp.About
	}
	return i18n.T(ctx, shippedAbout(sp.Shipped))
}

func shippedName(shipped string) i18n.Text {
	switch shipped {
	case "shares":
		return "Stories"
	case "questions":
		return "Questions"
	}
	return "Talk"
}

func shippedAbout(shipped string) i18n.Text {
	switch shipped {
	case "shares":
		return "Say how it is for you. Others listen."
	case "questions":
		return "Ask what others have lived through and what helped them."
	}
	return "Everything else, the light things too."
}

// shippedSpaces are the spaces that a group of this kind begins with.
func shippedSpaces(k word.Kind) []Space {
	shares, questions := Experience, Advice
	if k == word.TwelveStep {
		shares, questions = Thanks, Experience
	}
	return []Space{
		{Shipped: "shares", Kind: Share, Answers: shares, Starts: ByMembers},
		{Shipped: "questions", Kind: Question, Answers: questions, Starts: ByMembers},
		{Shipped: "talk", Kind: Discussion, Answers: Anything, Starts: ByMembers},
	}
}

// SpacesFor are the spaces of the member's group, in their order.
func (s *Service) SpacesFor(ctx context.Context, m group.Member) (list []Space, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = spacesOf(ctx, tx, m.Group.ID)
		return err
	})
	return list, err
}

// SpaceFor is one space of the member's group.
func (s *Service) SpaceFor(ctx context.Context, m group.Member, space string) (sp Space, err error) {
	if err := m.May(group.Read); err != nil {
		return sp, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		sp, err = spaceIn(ctx, tx, m, space)
		return err
	})
	return sp, err
}

func spaceIn(ctx context.Context, tx *db.Tx, m group.Member, space string) (Space, error) {
	sp, err := spaceByID(ctx, tx, space)
	if err == nil && sp.Group != m.Group.ID {
		err = fault.Missing()
	}
	return sp, err
}

// takes tells whether the member may begin a topic in the space.
func (sp Space) takes(m group.Member) error {
	switch {
	case sp.Closed:
		return fault.New(fault.Forbidden, "Nobody begins a topic in this space for now. You can choose another one.")
	case sp.Starts == ByLeaders && !m.Self.Role.Leads():
		return fault.New(fault.Forbidden, "In this space those who look after the group begin. You can choose another one.")
	}
	return nil
}

// Takes tells whether the member may begin a topic in the space.
func (sp Space) Takes(m group.Member) bool { return sp.takes(m) == nil }

// KeepSpace makes a space of the member's group, or changes the one with the id of
// sp. It gives the id.
func (s *Service) KeepSpace(ctx context.Context, m group.Member, sp Space) (string, error) {
	sp.Name, sp.About = strings.TrimSpace(sp.Name), strings.TrimSpace(sp.About)
	err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Shape)
		if err != nil {
			return err
		}
		all, err := spacesOf(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(one Space) bool { return one.ID == sp.ID })
		if sp.ID != "" && at < 0 {
			return fault.Missing()
		}
		if err := sp.check(at >= 0 && all[at].Shipped != ""); err != nil {
			return err
		}
		if at >= 0 {
			sp.Shipped = all[at].Shipped
			return writeSpace(ctx, tx, sp)
		}
		if len(all) >= SpacesMost {
			return fault.New(fault.Conflict, "A group has {.Most} spaces at most. Close or empty one first.", map[string]any{"Most": SpacesMost})
		}
		sp.ID, sp.Group, sp.Made, sp.Place = id.Random(), m.Group.ID, s.clock.Now(), 1
		if len(all) > 0 {
			sp.Place = all[len(all)-1].Place + 1
		}
		return insertSpace(ctx, tx, sp)
	})
	return sp.ID, err
}

func (sp Space) check(shipped bool) error {
	switch {
	case sp.Name == "" && !shipped:
		return fault.Field("name", "Give the space a name.")
	case utf8.RuneCountInString(sp.Name) > SpaceNameMost:
		return fault.Field("name", "Shorten this to {.Most} characters.", map[string]any{"Most": SpaceNameMost})
	case utf8.RuneCountInString(sp.About) > SpaceAboutMost:
		return fault.Field("about", "Shorten this to {.Most} characters.", map[string]any{"Most": SpaceAboutMost})
	case !slices.Contains(Kinds(), sp.Kind):
		return fault.Field("kind", "Choose one from the list.")
	case !slices.Contains(AllAnswers(), sp.Answers):
		return fault.Field("answers", "Choose one from the list.")
	case sp.Starts != ByMembers && sp.Starts != ByLeaders:
		return fault.Field("starts", "Choose one from the list.")
	}
	return nil
}

// MoveSpace takes a space one place up or down among those of the group.
func (s *Service) MoveSpace(ctx context.Context, m group.Member, space string, up bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Shape)
		if err != nil {
			return err
		}
		all, err := spacesOf(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(one Space) bool { return one.ID == space })
		to := at + 1
		if up {
			to = at - 1
		}
		if at < 0 {
			return fault.Missing()
		}
		if to < 0 || to >= len(all) {
			return nil
		}
		all[at], all[to] = all[to], all[at]
		for n, one := range all {
			if err := writeSpacePlace(ctx, tx, one.ID, n+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// DropSpace takes an empty space away.
func (s *Service) DropSpace(ctx context.Context, m group.Member, space string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Shape)
		if err != nil {
			return err
		}
		sp, err := spaceIn(ctx, tx, m, space)
		if err != nil {
			return err
		}
		all, err := spacesOf(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		used, err := spaceUsed(ctx, tx, sp.ID)
		switch {
		case err != nil:
			return err
		case used:
			return fault.New(fault.Conflict, "There is something in this space. Move it to another one first, or close the space.")
		case len(all) == 1:
			return fault.New(fault.Conflict, "A forum needs one space. You can name it anew.")
		}
		return deleteSpace(ctx, tx, sp.ID)
	})
}
