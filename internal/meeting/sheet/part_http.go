package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// shelf is where parts lie that somebody can change: a template, or the sheet of a
// date.
type shelf struct {
	Member   group.Member
	Path     string // of the page with all of them
	Back     string // from there
	Name     string
	Template string // its id, or "" for a date
	Items    []Item
	change   func(r *http.Request, do func([]Item) ([]Item, error)) (path string, err error)
}

type shelfOf func(r *http.Request) (shelf, error)

// templateParts are the parts of the template in the address, for those who look
// after the group.
func (s *Service) templateParts(r *http.Request) (h shelf, err error) {
	if h.Member, err = s.leader(r); err != nil {
		return h, err
	}
	t, err := s.TemplateFor(r.Context(), h.Member, r.PathValue("template"))
	if err != nil {
		return h, err
	}
	h.Path, h.Back, h.Name, h.Template, h.Items = templatePath(h.Member, t.ID), templatePath(h.Member), t.Name, t.ID, t.Items
	h.change = func(r *http.Request, do func([]Item) ([]Item, error)) (string, error) {
		made, err := s.ChangeTemplate(r.Context(), h.Member, t.ID, func(t *Template) error {
			items, err := do(slices.Clone(t.Items))
			t.Items = items
			return err
		})
		return templatePath(h.Member, made.ID), err
	}
	return h, nil
}

// dayParts are those of the date in the address, for its hosts.
func (s *Service) dayParts(r *http.Request) (h shelf, err error) {
	m, o, err := s.date(r)
	if err != nil {
		return h, err
	}
	h.Member, h.Path, h.Back, h.Name = m, dayPath(m, o, "sheet", "parts"), dayPath(m, o, "sheet"), o.Meeting.Title
	if h.Items, err = s.ItemsFor(r.Context(), m, o); err != nil {
		return h, err
	}
	h.change = func(r *http.Request, do func([]Item) ([]Item, error)) (string, error) {
		return h.Path, s.ChangeItems(r.Context(), m, o.Key(), do)
	}
	return h, nil
}

// part is the address of a part.
func (h shelf) part(at string, below ...string) string {
	path := h.Path
	if h.Template != "" {
		path += "/parts"
	}
	path += "/" + at
	for _, one := range below {
		path += "/" + one
	}
	return path
}

func (h shelf) up() []ui.Place { return []ui.Place{{Label: h.Name, Href: h.Path}} }

// tag stands for a part as a page showed it, so that a form that comes too late
// changes no other one.
func tag(i Item) string {
	text, err := json.Marshal(i)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// at is the place of the part in the address, which is the one that the form knew.
func at(r *http.Request, items []Item, was string) (int, error) {
	n, err := strconv.Atoi(r.PathValue("part"))
	if err != nil || n < 0 {
		return 0, fault.Missing()
	}
	if n >= len(items) || tag(items[n]) != was {
		return 0, errEarlier()
	}
	return n, nil
}

func (s *Service) getParts(open shelfOf) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		h, err := open(r)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, partsPage(h, nil))
	}
}

// partView is the form of one part.
type partView struct {
	shelf
	At   string // its place, or "new"
	Was  string
	Item Item
	Form *web.Form
}

const fresh = "new"

func (s *Service) getPart(open shelfOf) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		h, err := open(r)
		if err != nil {
			return err
		}
		v := partView{shelf: h, At: r.PathValue("part"), Item: Item{Kind: Own, Minutes: 5}}
		if v.At != fresh {
			n, err := strconv.Atoi(v.At)
			if err != nil || n < 0 || n >= len(h.Items) {
				return fault.Missing()
			}
			v.Item, v.Was = h.Items[n], tag(h.Items[n])
		}
		return web.Render(w, r, http.StatusOK, partPage(v))
	}
}

// itemFrom is a part as a form says it.
func itemFrom(form *web.Form) Item {
	i := Item{
		Kind: Kind(form.Line("kind")), Title: form.Line("title"), Leads: form.Line("leads"), Words: form.Text("words"),
		Page: form.Line("page"), Link: form.Line("link"), Pasted: form.Text("pasted"), May: form.Ticked("may"),
	}
	if role := form.Line("role"); role != "" {
		i.Leads = byRole + role
	}
	if text := form.Line("minutes"); text != "" {
		i.Minutes = int(max(number(form, "minutes"), -1))
	}
	return i
}

func (s *Service) postPart(open shelfOf) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		h, err := open(r)
		if err != nil {
			return err
		}
		form, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		v := partView{shelf: h, At: r.PathValue("part"), Was: form.Line("was"), Item: itemFrom(form), Form: form}
		path, err := h.change(r, func(items []Item) ([]Item, error) {
			item, err := v.Item.clean()
			if err != nil {
				return nil, err
			}
			if v.At == fresh {
				return append(items, item), nil
			}
			n, err := at(r, items, v.Was)
			if err == nil {
				items[n] = item
			}
			return items, err
		})
		if err == nil {
			return s.done(w, r, path, "It is kept.")
		}
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, h.Path)
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, partPage(v))
	}
}

// changePart is a handler that changes the part in the address, and goes back.
func (s *Service) changePart(open shelfOf, say i18n.Text, do func(form *web.Form, items []Item, n int) []Item) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		h, err := open(r)
		if err != nil {
			return err
		}
		form, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		path, err := h.change(r, func(items []Item) ([]Item, error) {
			n, err := at(r, items, form.Line("was"))
			if err != nil {
				return nil, err
			}
			return do(form, items, n), nil
		})
		if err != nil {
			return s.told(w, r, err, h.Path)
		}
		return s.done(w, r, path, say)
	}
}

func (s *Service) postPartPlace(open shelfOf) web.Handler {
	return s.changePart(open, "It has another place now.", func(form *web.Form, items []Item, n int) []Item { return moved(items, n, by(form)) })
}

func (s *Service) postPartRemoval(open shelfOf) web.Handler {
	return s.changePart(open, "It is gone.", func(_ *web.Form, items []Item, n int) []Item { return slices.Delete(items, n, n+1) })
}

// by is how many places a form moves something.
func by(form *web.Form) int {
	if form.Line("way") == "earlier" {
		return -1
	}
	return 1
}
