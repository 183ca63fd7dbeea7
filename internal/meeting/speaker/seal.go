package speaker

import (
	"context"
	"encoding/json"
	"errors"

	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/seal"
)

func (s *Service) seal(ctx context.Context, speaker, column string, value any) ([]byte, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return s.keys.Seal(ctx, owner(speaker), plain, declare.About("meeting_speaker", column, speaker))
}

func (s *Service) unseal(ctx context.Context, speaker, column string, sealed []byte, into any) error {
	plain, err := s.keys.Open(ctx, owner(speaker), sealed, declare.About("meeting_speaker", column, speaker))
	if errors.Is(err, seal.ErrDestroyed) {
		return fault.Missing() // they went a moment ago
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}

// opened is a speaker with what was sealed. A page that an older version rendered
// is rendered again.
func (s *Service) opened(ctx context.Context, one Speaker) (Speaker, error) {
	var n note
	if err := s.unseal(ctx, one.ID, "label", one.label, &n); err != nil {
		return one, err
	}
	one.Label, one.by = n.Label, n.By
	if err := s.unseal(ctx, one.ID, "page", one.page, &one.Page); err != nil {
		return one, err
	}
	if one.Page.About == "" || one.Page.Version == richtext.Version {
		return one, nil
	}
	body, err := s.text.Render(ctx, richtext.Post, one.Page.About)
	one.Page.HTML = body.HTML
	return one, err
}
