package moderation

import (
	"context"
	"strings"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Subject is a kind of thing that can be reported. Features describe theirs, and
// package app registers them. Each function runs within a transaction.
type Subject struct {
	Kind string    // "post", "persona", …: stored, so it never changes once released
	Name i18n.Text // "Something somebody wrote"

	// Look is what the member sees of it, for the snapshot. NotFound where they
	// cannot see it.
	Look func(ctx context.Context, tx *db.Tx, m group.Member, id string) (Seen, error)
	// Now is how it is at this moment, for those who keep the group safe, whoever
	// they are. NotFound where it is gone.
	Now func(ctx context.Context, tx *db.Tx, id string) (Seen, error)
	// Mine tells of which of these the member is the author, hidden ones and
	// anonymous ones too.
	Mine func(ctx context.Context, tx *db.Tx, m group.Member, ids []string) (map[string]bool, error)
	// Author is the account of who made it, for notices; "" for nobody. A notice
	// never names the thing: an anonymous author is told of the group alone.
	Author func(ctx context.Context, tx *db.Tx, id string) (account string, err error)
	// Hide takes it from the eyes of all but those who keep the group safe, and
	// Show undoes that. Nil where that cannot be.
	Hide, Show func(ctx context.Context, tx *db.Tx, id string) error
	// Close ends what is said around it, like a topic. Nil where there is nothing
	// to close.
	Close func(ctx context.Context, tx *db.Tx, id string) error
	// Write is the page on which stewards write to whoever made it, from a report.
	// Nil where they cannot.
	Write func(report string) string
	// Path is its page within its group: "/forum/posts/…".
	Path func(id string) string
}

// Seen is what somebody sees of a thing.
type Seen struct {
	Group    string    `json:"group"`              // the group's id
	Author   string    `json:"author,omitempty"`   // the membership, or "" where nobody is to know it
	ByLeader bool      `json:"byLeader,omitempty"` // whoever made it leads the group, or it is about all who do
	Name     string    `json:"name,omitempty"`     // what the author was called
	Title    string    `json:"title,omitempty"`
	Text     string    `json:"text,omitempty"`
	Earlier  []string  `json:"earlier,omitempty"`  // versions before, the latest first
	Pictures []Picture `json:"pictures,omitempty"` // that go with it
	At       time.Time `json:"at"`                 // when it was made; zero where that is nobody's to know
	Hidden   bool      `json:"hidden,omitempty"`   // hidden at this moment
	Closed   bool      `json:"closed,omitempty"`   // closed at this moment
}

// present is without what was there before: that is for those who judge it.
func (s Seen) present() Seen {
	s.Earlier = nil
	return s
}

// Picture is a picture that goes with a thing: its file, and what it shows in
// words.
type Picture struct {
	Key string `json:"key"`
	Alt string `json:"alt"`
}

// Register adds subjects while the program is put together. A kind twice, or one
// that cannot be looked at, is a mistake that panics.
func (s *Service) Register(subjects ...Subject) {
	for _, one := range subjects {
		if _, twice := s.subjects[one.Kind]; twice || one.Look == nil || one.Now == nil || one.Mine == nil || one.Author == nil || one.Path == nil {
			panic("moderation: the subject " + one.Kind + " cannot be registered")
		}
		s.subjects[one.Kind] = one
	}
}

// subject is a kind of thing; without one it is fault.Missing.
func (s *Service) subject(kind string) (Subject, error) {
	one, known := s.subjects[kind]
	if !known {
		return Subject{}, fault.Missing()
	}
	return one, nil
}

// The kinds that this package describes itself.
const (
	Persona    = "persona"
	WholeGroup = "group"
	Words      = "words" // what somebody told who is signed out
)

// personas are people, as a group sees them.
func (s *Service) personas() Subject {
	return Subject{
		Kind: Persona, Name: "Somebody in the group",
		Look: func(ctx context.Context, tx *db.Tx, m group.Member, id string) (Seen, error) {
			one, err := s.groups.MemberIn(ctx, tx, m, id)
			return seenPersona(m.Group.ID, one.Persona), err
		},
		Now: func(ctx context.Context, tx *db.Tx, id string) (Seen, error) {
			groupID, p, err := s.groups.FaceIn(ctx, tx, id)
			if err == nil && p.Former {
				err = fault.Missing()
			}
			return seenPersona(groupID, p), err
		},
		Mine: func(_ context.Context, _ *db.Tx, m group.Member, ids []string) (map[string]bool, error) {
			return map[string]bool{m.Self.ID: true}, nil
		},
		Author: s.groups.AccountOf,
		Path:   func(id string) string { return "/members/" + id },
	}
}

func seenPersona(groupID string, p group.Persona) Seen {
	seen := Seen{Group: groupID, Author: p.ID, ByLeader: p.Role.Leads(), Name: p.Name, Title: p.Pronouns, Text: p.About}
	if p.Picture != "" {
		seen.Pictures = []Picture{{Key: p.Picture}}
	}
	return seen
}

// wholeGroup is a group as a whole: whoever leads it answers for it.
func (s *Service) wholeGroup() Subject {
	return Subject{
		Kind: WholeGroup, Name: "The whole group",
		Look: func(_ context.Context, _ *db.Tx, m group.Member, id string) (Seen, error) {
			if id != m.Group.ID {
				return Seen{}, fault.Missing()
			}
			return seenGroup(m.Group), nil
		},
		Now: func(ctx context.Context, tx *db.Tx, id string) (Seen, error) {
			g, err := s.groups.GroupIn(ctx, tx, id)
			return seenGroup(g), err
		},
		Mine:   func(context.Context, *db.Tx, group.Member, []string) (map[string]bool, error) { return nil, nil },
		Author: func(context.Context, *db.Tx, string) (string, error) { return "", nil },
		Path:   func(string) string { return "/about" },
	}
}

func seenGroup(g group.Group) Seen {
	return Seen{Group: g.ID, ByLeader: true, Title: g.Name, Text: strings.TrimSpace(g.Summary + "\n\n" + g.About)}
}
