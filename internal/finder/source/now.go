package source

import (
	"context"

	"handrail/internal/finder"
	"handrail/internal/platform/fault"
)

// Now fetches a source and has it taken in while somebody waits for it. What the
// other side did wrong is noted with the source, and is a fault. tell may be nil.
func (s *Service) Now(ctx context.Context, id string, tell func(finder.Progress)) (finder.Run, error) {
	one, mine, err := s.finder.Claim(ctx, id, lease)
	if err == nil && !mine { // not due, or in a job's hands: taking in is done by one after the other
		one, err = s.finder.Source(ctx, id)
	}
	if err != nil {
		return finder.Run{}, err
	}
	spool, err := s.newSpool()
	if err != nil {
		return finder.Run{}, err
	}
	defer spool.remove()
	answer, err := s.answer(ctx, one, spool)
	if f, said := fault.From(err); said && ctx.Err() == nil {
		if noted := s.finder.Failed(ctx, id, finder.Problem{Say: f.Say, Args: f.Args}); noted != nil {
			return finder.Run{}, noted
		}
	}
	switch {
	case err != nil:
		return finder.Run{}, err
	case answer.same:
		return finder.Run{Source: id, Outcome: finder.Same}, s.finder.Unchanged(ctx, id)
	}
	return s.finder.Take(ctx, id, finder.Copy{Files: spool.files, ETag: answer.etag, Modified: answer.modified}, tell)
}
