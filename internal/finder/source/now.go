package source

import (
	"context"

	"handrail/internal/finder"
	"handrail/internal/platform/fault"
)

// Now fetches a source and has it taken in while somebody waits for it. What the
// other side did wrong is noted with the source, and is a fault; so it is (Conflict)
// that the source is being read already. tell may be nil.
func (s *Service) Now(ctx context.Context, id string, tell func(finder.Progress)) (finder.Run, error) {
	h, err := s.finder.Begin(ctx, id)
	if err != nil {
		return finder.Run{}, err
	}
	run, err := s.now(ctx, h, tell)
	if ended := h.End(ctx); err == nil {
		err = ended
	}
	return run, err
}

func (s *Service) now(ctx context.Context, h *finder.Hold, tell func(finder.Progress)) (finder.Run, error) {
	spool, err := s.newSpool()
	if err != nil {
		return finder.Run{}, err
	}
	defer spool.remove()
	answer, err := s.answer(ctx, h.Source, spool)
	if f, said := fault.From(err); said && ctx.Err() == nil {
		if noted := h.Failed(ctx, finder.Problem{Say: f.Say, Args: f.Args}, f.Wait); noted != nil {
			return finder.Run{}, noted
		}
	}
	switch {
	case err != nil:
		return finder.Run{}, err
	case answer.same:
		return finder.Run{Source: h.Source.ID, Outcome: finder.Same}, h.Unchanged(ctx)
	}
	return h.Take(ctx, finder.Copy{Files: spool.files, ETag: answer.etag, Modified: answer.modified}, tell)
}
