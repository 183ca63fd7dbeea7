package forum

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Head is a topic as a notice names it, which keeps only ids.
type Head struct {
	Topic  Topic
	Group  group.Group
	Number int64 // of the post that was asked for; 1 for a topic
}

// HeadsFor are the topics with these ids, or those of the posts with these ids,
// that the viewer may still read, by what was asked for.
func (s *Service) HeadsFor(ctx context.Context, v account.Viewer, ids []string) (map[string]Head, error) {
	heads := map[string]Head{}
	members := map[string]group.Member{}
	for _, id := range ids {
		post, groupID, err := s.postFrom(ctx, id)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		m, known := members[groupID]
		if !known {
			if m, err = s.memberOf(ctx, v, groupID); err != nil && fault.KindOf(err) != fault.NotFound {
				return nil, err
			}
			members[groupID] = m
		}
		if m.Group.ID == "" {
			continue
		}
		p, err := s.PostFor(ctx, m, post)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		heads[id] = Head{Topic: p.Topic, Group: m.Group, Number: p.Items[0].Number}
	}
	return heads, nil
}

// memberOf is the viewer as a member of the group with this id.
func (s *Service) memberOf(ctx context.Context, v account.Viewer, groupID string) (group.Member, error) {
	slug, err := s.groups.SlugFor(ctx, v, groupID)
	if err != nil {
		return group.Member{}, err
	}
	return s.groups.MemberFor(ctx, v, slug)
}

// postFrom is a post by its id, or the first of a topic by the topic's, with its
// group.
func (s *Service) postFrom(ctx context.Context, id string) (post, groupID string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := postByID(ctx, tx, id)
		if fault.KindOf(err) == fault.NotFound {
			row, err = postAt(ctx, tx, id, 1)
		}
		post, groupID = row.ID, row.Group
		return err
	})
	return post, groupID, err
}
