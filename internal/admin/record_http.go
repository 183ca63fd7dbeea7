package admin

import (
	"context"
	"net/http"
	"strconv"

	"handrail/internal/account"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/web"
)

// recordView is a page of the record.
type recordView struct {
	Entries []entryView
	Checked *check
	Older   int64 // the number that the next page begins before, or 0
	Newest  bool  // whether this is the first page
}

// entryView is an entry with the name of what it was done to.
type entryView struct {
	audit.Shown
	Object string // in the reader's language, or ""
}

func (s *Service) getRecord(w http.ResponseWriter, r *http.Request) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64) // no number is the newest
	list, err := s.audit.List(r.Context(), account.ViewerFrom(r.Context()).Subject(), before, entriesAPage+1)
	if err != nil {
		return err
	}
	v := recordView{Checked: s.checked.Load(), Newest: before <= 0}
	if len(list) > entriesAPage {
		list = list[:entriesAPage]
		v.Older = list[entriesAPage-1].Seq
	}
	if v.Entries, err = s.named(r.Context(), list); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, recordPage(v))
}

// named puts names to what was done: the title of a help line, the words for a
// kind of work, the label of a content note.
func (s *Service) named(ctx context.Context, list []audit.Shown) ([]entryView, error) {
	lines, err := s.site.Lines(ctx)
	if err != nil {
		return nil, err
	}
	about := make([]string, 0, len(list))
	for _, one := range list {
		about = append(about, one.Object)
	}
	notes, err := s.notes.Named(ctx, about)
	if err != nil {
		return nil, err
	}
	entries := make([]entryView, 0, len(list))
	for _, one := range list {
		entries = append(entries, entryView{one, objectWords(ctx, one, lines, notes)})
	}
	return entries, nil
}

func (s *Service) postCheck(w http.ResponseWriter, r *http.Request) error {
	found, err := s.checkRecord(r.Context())
	if err != nil {
		return err
	}
	s.cookies.Flash(w, checkWords(r.Context(), found))
	return web.SeeOther(w, r, "/admin/record")
}
