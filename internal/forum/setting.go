package forum

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Anonymity says what may be written anonymously in a group.
type Anonymity string

// The kinds of anonymity.
const (
	Nothing Anonymity = "off"
	Shares  Anonymity = "shares" // shares, and what their authors answer there
	All     Anonymity = "all"
)

// The bounds of settings.
const (
	WatchedMost = 4000 // characters of the list of words
	SlowMost    = 24 * time.Hour
	DaysMost    = 3650
)

// Setting is how the forum of a group works.
type Setting struct {
	Group     string
	Anonymous Anonymity
	Pictures  bool
	Review    bool     // somebody looks at a member's first post, and at anonymous ones, before others do
	Slow      int      // seconds between two posts of one member in one topic; 0 for none
	Watched   []string // words that have a post looked at first, as they are typed
	KeepDays  int      // how many days a share stays unless its author says otherwise; 0 for as long as the group
	FindDays  int      // how many days words can be found by searching; 0 for ever
}

// Defaults are the settings that the forum of a group of this kind begins with.
func Defaults(k word.Kind) Setting {
	if k == word.Therapy {
		return Setting{Anonymous: Nothing}
	}
	return Setting{Anonymous: Shares, Pictures: true}
}

// SettingFor is how the forum of the member's group works.
func (s *Service) SettingFor(ctx context.Context, m group.Member) (set Setting, err error) {
	if err := m.May(group.Read); err != nil {
		return set, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		set, err = settingOf(ctx, tx, m.Group.ID)
		return err
	})
	return set, err
}

// Arrange changes how the forum of the member's group works. What is there
// already stays as it is.
func (s *Service) Arrange(ctx context.Context, m group.Member, set Setting) error {
	if err := set.check(); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Shape)
		if err != nil {
			return err
		}
		set.Group = m.Group.ID
		return writeSetting(ctx, tx, set)
	})
}

func (set Setting) check() error {
	switch {
	case set.Anonymous != Nothing && set.Anonymous != Shares && set.Anonymous != All:
		return fault.Field("anonymous", "Choose one from the list.")
	case set.Slow < 0 || set.Slow > int(SlowMost.Seconds()):
		return fault.Field("slow", "Choose a pause of a day at most.")
	case set.KeepDays < 0 || set.KeepDays > DaysMost:
		return fault.Field("keep", "Choose ten years at most.")
	case set.FindDays < 0 || set.FindDays > DaysMost:
		return fault.Field("find", "Choose ten years at most.")
	case utf8.RuneCountInString(strings.Join(set.Watched, "\n")) > WatchedMost:
		return fault.Field("watched", "Shorten this to {.Most} characters.", map[string]any{"Most": WatchedMost})
	}
	return nil
}

// Furnish gives a group that was founded its forum: settings and spaces as its
// kind has them.
func (s *Service) Furnish(ctx context.Context, tx *db.Tx, groupID string) error {
	g, err := s.groups.GroupIn(ctx, tx, groupID)
	if err != nil {
		return err
	}
	set := Defaults(g.Kind)
	set.Group = g.ID
	if err := insertSetting(ctx, tx, set); err != nil {
		return err
	}
	if err := insertCount(ctx, tx, g.ID); err != nil {
		return err
	}
	for n, space := range shippedSpaces(g.Kind) {
		space.ID, space.Group, space.Place, space.Made = g.ID+"-"+space.Shipped, g.ID, n+1, s.clock.Now()
		if err := insertSpace(ctx, tx, space); err != nil {
			return err
		}
	}
	return nil
}
