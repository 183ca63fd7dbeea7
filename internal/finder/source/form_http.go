package source

import (
	"context"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"handrail/internal/account"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
	"handrail/internal/platform/web"
)

// formView is the form about a source, new or there already.
type formView struct {
	finder.Source
	Form *web.Form
}

func (s *Service) getNew(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, newPage(formView{Source: finder.Source{Format: feed.Auto, Zone: s.zone(r.Context()), Every: 24 * time.Hour}}))
}

// typed is what was typed about a source.
func typed(form *web.Form) finder.Source {
	hours, err := strconv.Atoi(form.Line("every"))
	if err != nil || hours > int(finder.MostEvery/time.Hour) {
		hours = -1 // which is refused
	}
	return finder.Source{
		Name: form.Line("name"), Programme: form.Line("programme"), Zone: form.Line("zone"), Format: feed.Kind(form.Line("format")),
		URL: form.Line("url"), Keeper: form.Line("keeper"), Site: form.Line("site"), Every: time.Duration(hours) * time.Hour,
		Shared: form.Ticked("shared"), Contacts: form.Ticked("contacts"),
	}
}

func (s *Service) postAdd(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	one, files := typed(form), sent(r)
	id, err := s.add(r.Context(), account.ViewerFrom(r.Context()), one, files)
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, newPage(formView{Source: one, Form: form}))
	}
	if len(files) > 0 {
		return s.done(w, r, pathOf(id), "Added. Its meetings can be found now.")
	}
	return s.done(w, r, pathOf(id), "Added. We fetch it now. Open this page anew in a moment.")
}

// add adds a source. A file is read to its end before anything is kept.
func (s *Service) add(ctx context.Context, v account.Viewer, one finder.Source, files []feed.File) (string, error) {
	if err := v.May(account.RunSite); err != nil {
		return "", err
	}
	switch {
	case one.URL == "" && len(files) == 0:
		return "", fault.Field("url", "Write an address, or choose a file below.")
	case one.URL != "" && len(files) > 0:
		return "", fault.Field("file", "Choose one: an address or a file.")
	case one.URL != "":
		if err := s.reachable(one.URL); err != nil {
			return "", err
		}
		return s.finder.Add(ctx, v, one)
	}
	if err := readable(ctx, one, files); err != nil {
		return "", err
	}
	id, err := s.finder.Add(ctx, v, one)
	if err != nil {
		return "", err
	}
	_, err = s.take(ctx, id, files)
	return id, err
}

// reachable refuses an address that the client would never open.
func (s *Service) reachable(address string) error {
	return atField("url", s.public.Check(address))
}

// readable reads files to their end, as what one says.
func readable(ctx context.Context, one finder.Source, files []feed.File) error {
	zone, err := recur.Zone(one.Zone)
	if err != nil {
		return nil // said at its own field by Add
	}
	rules := feed.Rules{Programme: one.Programme, Zone: zone, Contacts: one.Contacts}
	kind := one.Format
	if kind == "" {
		kind = feed.Auto
	}
	_, err = feed.Read(ctx, kind, files, rules, func(feed.Record) error { return nil })
	return atField("file", err)
}

// atField says a fault at a field of the form.
func atField(field string, err error) error {
	if f, said := fault.From(err); said {
		return fault.Field(field, f.Say, f.Args)
	}
	return err
}

// take takes in files.
func (s *Service) take(ctx context.Context, id string, files []feed.File) (finder.Run, error) {
	run, err := s.finder.Take(ctx, id, finder.Copy{Files: files}, nil)
	return run, atField("file", err)
}

func (s *Service) postCopy(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	one, err := s.named(r)
	if err != nil {
		return err
	}
	if err := s.renew(r.Context(), account.ViewerFrom(r.Context()), one, sent(r)); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return s.showOne(w, r, http.StatusUnprocessableEntity, form)
	}
	return s.done(w, r, pathOf(one.ID), "The newer file is in place.")
}

// renew takes in a newer file of a source that is one.
func (s *Service) renew(ctx context.Context, v account.Viewer, one finder.Source, files []feed.File) error {
	switch {
	case one.URL != "" || one.ID == finder.OwnSource:
		return fault.New(fault.Conflict, "This source is no file. It is looked at by itself.")
	case len(files) == 0:
		return fault.Field("file", "Choose a file.")
	}
	if _, err := s.take(ctx, one.ID, files); err != nil {
		return err
	}
	return s.uploaded(ctx, v, one.ID)
}

// mostFiles is how many files an upload may have: a BMLT server gives three.
const mostFiles = 12

// sent are the files that came with a form.
func sent(r *http.Request) (files []feed.File) {
	if r.MultipartForm == nil {
		return nil
	}
	for _, header := range r.MultipartForm.File["file"] {
		if header.Size > 0 && len(files) < mostFiles {
			files = append(files, fileOf(header))
		}
	}
	return files
}

func fileOf(header *multipart.FileHeader) feed.File {
	return feed.File{Name: nameOf("file:///" + header.Filename), Open: openerOf(header)}
}

func (s *Service) getChange(w http.ResponseWriter, r *http.Request) error {
	one, err := s.named(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, changePage(formView{Source: one}))
}

func (s *Service) postChange(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	before, err := s.named(r)
	if err != nil {
		return err
	}
	one := typed(form)
	one.ID = before.ID
	if err := s.change(r.Context(), account.ViewerFrom(r.Context()), before, one); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, changePage(formView{Source: one, Form: form}))
	}
	return s.done(w, r, pathOf(one.ID), "Changed.")
}

func (s *Service) change(ctx context.Context, v account.Viewer, before, one finder.Source) error {
	switch {
	case before.ID == finder.OwnSource:
	case before.URL == "" && one.URL != "":
		return fault.Field("url", "This source is a file. Add the address as a source of its own.")
	case before.URL != "" && one.URL == "":
		return fault.Field("url", "Write the address of the feed.")
	case one.URL != before.URL:
		if err := s.reachable(one.URL); err != nil {
			return err
		}
	}
	return s.finder.Change(ctx, v, one)
}
