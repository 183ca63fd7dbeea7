package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/db"
	"handrail/internal/platform/i18n"
)

// Called is what to call an author, in the reader's language: the name of their
// persona, "A former member", or "Anonymous 2" for a pseudonym, which tells
// nothing but that it is the same one within this topic.
func (a Author) Called(ctx context.Context) string {
	if a.Anonymous() {
		return i18n.T(ctx, "Anonymous {.Number}", i18n.Args{"Number": a.Pseudonym})
	}
	return hall.Name(ctx, a.Persona)
}

// PostAt is the id of the post with this number in a topic of the member's group.
// Whether they can see it is for whatever is then done with it.
func (s *Service) PostAt(ctx context.Context, m group.Member, topic string, number int64) (id string, err error) {
	if err := m.May(group.Read); err != nil {
		return "", err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := postAt(ctx, tx, topic, number)
		if err != nil || row.Group != m.Group.ID {
			return orMissing(err)
		}
		id = row.ID
		return nil
	})
	return id, err
}
