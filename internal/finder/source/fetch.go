package source

import (
	"context"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/outbound"
)

// fetch fetches a source and has it taken in. What the other side did wrong is
// noted for the stewards and is no error; what went wrong here is one.
func (s *Service) fetch(ctx context.Context, h *finder.Hold, one finder.Source) error {
	spool, err := s.newSpool()
	if err != nil {
		return err
	}
	defer spool.remove()
	answer, err := s.answer(ctx, one, spool)
	if ctx.Err() != nil {
		return ctx.Err() // we stopped, not they
	}
	if f, said := fault.From(err); said {
		return h.Failed(ctx, finder.Problem{Say: f.Say, Args: f.Args}, f.Wait)
	}
	if err != nil {
		return err
	}
	if answer.same {
		return h.Unchanged(ctx)
	}
	_, err = h.Take(ctx, finder.Copy{Files: spool.files, ETag: answer.etag, Modified: answer.modified}, nil)
	if _, said := fault.From(err); said && fault.KindOf(err) != fault.NotFound {
		return nil // it is noted with the source
	}
	return err
}

// answer fetches all that makes up a copy of a source.
func (s *Service) answer(ctx context.Context, one finder.Source, into *spool) (answer, error) {
	client := s.public
	if one.Private {
		client = s.near
	}
	if isServer(one) {
		return answer{}, s.askServer(ctx, client, one, into)
	}
	got, err := s.get(ctx, client, asked{address: one.URL, name: nameOf(one.URL), etag: one.ETag, modified: one.Modified, page: true}, into)
	if err != nil || got.leads == "" {
		return got, err
	}
	// What the feed says of its age is nothing to ask the page by.
	_, err = s.get(ctx, client, asked{address: got.leads, name: nameOf(got.leads)}, into)
	return answer{}, err
}

// askServer asks a BMLT server for its meetings, formats and service bodies.
func (s *Service) askServer(ctx context.Context, client *outbound.Client, one finder.Source, into *spool) error {
	queries := feed.BMLTQueries(one.URL)
	for _, name := range slices.Sorted(maps.Keys(queries)) {
		if _, err := s.get(ctx, client, asked{address: queries[name], name: name}, into); err != nil {
			return err
		}
	}
	return nil
}

// isServer tells whether a source is a BMLT server, by what was said or by the
// way its address is built.
func isServer(one finder.Source) bool {
	if one.Format != feed.Auto {
		return one.Format == feed.BMLT
	}
	u, err := url.Parse(one.URL)
	return err == nil && (strings.Contains(u.Path, "/client_interface") || strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/main_server"))
}

// nameOf is the name of the file at an address, without anything that could
// lead elsewhere.
func nameOf(address string) string {
	name := "feed"
	if u, err := url.Parse(address); err == nil {
		name = path.Base(u.Path)
	}
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_' {
			return r
		}
		return -1
	}, name)
	name = strings.TrimLeft(name, ".")
	if name == "" {
		return "feed"
	}
	return name[:min(len(name), 80)]
}
