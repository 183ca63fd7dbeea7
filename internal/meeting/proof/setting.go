package proof

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Naming says whose meeting a paper says it was.
type Naming string

// Whose.
const (
	Unnamed   Naming = "none"
	SiteName  Naming = "site"
	GroupName Naming = "group"
)

// Setting is what papers of a group may say. Until its leaders choose, a paper
// has the name of the site, and no title.
type Setting struct {
	Naming   Naming
	Title    bool // of the meeting
	Confirms bool // hosts can be asked to say that they saw somebody
	Chairs   bool // a chair whom leaders trust shows the code and confirms, as leaders do
}

func unset() Setting { return Setting{Naming: SiteName} }

// SettingFor is what papers of the member's group may say.
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

func settingOf(ctx context.Context, tx *db.Tx, group string) (Setting, error) {
	set, err := settingBy(ctx, tx, group)
	if fault.KindOf(err) == fault.NotFound {
		return unset(), nil
	}
	return set, err
}

// Arrange says what papers of a group say from now on. Those that were made stay
// as they are.
func (s *Service) Arrange(ctx context.Context, m group.Member, set Setting) error {
	if set.Naming != Unnamed && set.Naming != SiteName && set.Naming != GroupName {
		return fault.Field("name", "Choose one from the list.")
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Schedule)
		if err != nil {
			return err
		}
		return writeSetting(ctx, tx, m.Group.ID, set)
	})
}
