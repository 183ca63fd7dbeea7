package meeting

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Head is what one reads of a date without opening its page.
type Head struct {
	Occurrence Occurrence
	Group      group.Group
}

// HeadsFor are those of the dates with these keys that the viewer may read, by
// key.
func (s *Service) HeadsFor(ctx context.Context, v account.Viewer, keys []string) (map[string]Head, error) {
	heads := map[string]Head{}
	members := map[string]group.Member{}
	for _, key := range keys {
		meeting, _, err := ParseKey(key)
		if err != nil {
			continue
		}
		m, err := s.memberOf(ctx, v, members, meeting)
		if err != nil {
			return nil, err
		}
		if m.Group.ID == "" {
			continue
		}
		o, err := s.DateFor(ctx, m, key)
		if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Forbidden {
			continue
		}
		if err != nil {
			return nil, err
		}
		heads[key] = Head{Occurrence: o, Group: m.Group}
	}
	return heads, nil
}

// memberOf is the viewer as a member of the group that holds a meeting; nobody
// where they are none.
func (s *Service) memberOf(ctx context.Context, v account.Viewer, known map[string]group.Member, meeting string) (group.Member, error) {
	groupID, err := s.GroupOf(ctx, meeting)
	if fault.KindOf(err) == fault.NotFound {
		return group.Member{}, nil
	}
	if err != nil {
		return group.Member{}, err
	}
	if m, asked := known[groupID]; asked {
		return m, nil
	}
	slug, err := s.groups.SlugFor(ctx, v, groupID)
	var m group.Member
	if err == nil {
		m, err = s.groups.MemberFor(ctx, v, slug)
	}
	if fault.KindOf(err) == fault.NotFound {
		m, err = group.Member{}, nil
	}
	known[groupID] = m
	return m, err
}

// GroupOf is the group that holds a meeting.
func (s *Service) GroupOf(ctx context.Context, meeting string) (group string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		one, err := meetingByID(ctx, tx, meeting)
		group = one.Group
		return err
	})
	return group, err
}
