package find

import (
	"net/http"
	"net/url"
	"time"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/note"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
	"handrail/internal/search"
	"handrail/internal/ui"
)

var findLimit = limit.Rule{Name: "search", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}

// Routes are this package's rows of the access table.
func (p *Pages) Routes() []web.Route {
	return []web.Route{{Pattern: "GET /groups/{group}/forum/search", Audience: web.Members, Limit: findLimit, Handler: p.getFind}}
}

// view is what was looked for, and what was found.
type view struct {
	Member group.Member
	Text   string
	Rank   bool
	Wrong  string // what cannot be meant, or ""
	Hits   []hitView
	Later  bool   // it is not the first page
	More   string // where the next page is, or ""
}

// hitView is a hit as its reader meets it.
type hitView struct {
	forum.Hit
	Kinds  []note.Kind
	Choice note.Choice
	Covert bool // it stands in a topic whose notes the reader hides, and so is its title
}

func (p *Pages) getFind(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	asked := r.URL.Query()
	v := view{Member: m, Text: asked.Get("q"), Rank: asked.Get("order") == "best", Later: asked.Get("after") != ""}
	if v.Text == "" {
		return web.Render(w, r, http.StatusOK, findPage(v))
	}
	choices := note.ChoicesOf(m.Viewer)
	kinds, err := p.o.Notes.Kinds(ctx)
	if err != nil {
		return err
	}
	f := forum.Finding{Text: v.Text, Zone: ui.FrameFrom(ctx).Zone, Rank: v.Rank, After: search.Cursor(asked.Get("after"))}
	for _, one := range kinds {
		if choices.Of([]string{one.ID}) == note.Hide {
			f.HiddenNotes = append(f.HiddenNotes, one.ID)
		}
	}
	hits, next, err := p.o.Forum.FindFor(ctx, m, f)
	if said, expected := fault.From(err); expected && said.Kind == fault.Invalid {
		form := &web.Form{}
		if err := form.Accept(ctx, err); err != nil {
			return err
		}
		v.Wrong = form.Mistakes[0].Say
		return web.Render(w, r, http.StatusUnprocessableEntity, findPage(v))
	}
	if err != nil {
		return err
	}
	for _, one := range hits {
		hit := hitView{Hit: one, Choice: choices.Of(one.Notes), Covert: choices.Of(one.Topic.Notes) == note.Hide}
		if hit.Kinds, err = p.o.Notes.Named(ctx, one.Notes); err != nil {
			return err
		}
		v.Hits = append(v.Hits, hit)
	}
	if next != "" {
		v.More = v.page(string(next))
	}
	return web.Render(w, r, http.StatusOK, findPage(v))
}

// page is the address of what was looked for, from a cursor on.
func (v view) page(after string) string {
	q := url.Values{"q": {v.Text}}
	if v.Rank {
		q.Set("order", "best")
	}
	if after != "" {
		q.Set("after", after)
	}
	return Path(v.Member.Group.Slug) + "?" + q.Encode()
}

// ordered is the same in the other order.
func (v view) ordered(rank bool) string {
	v.Rank = rank
	return v.page("")
}

// at is where a hit stands.
func (v view) at(h hitView) string {
	return hall.Path(v.Member.Group.Slug, "forum", "posts", h.Post, "place")
}
