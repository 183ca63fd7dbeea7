package compose

import (
	"net/http"
	"strings"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/web"
)

// draftsView is the list of what somebody began and did not finish.
type draftsView struct {
	Member group.Member
	Drafts []forum.Draft
}

func (v draftsView) group() group.Group { return v.Member.Group }

// goOn is where somebody goes on with a draft; "" where that is not there any
// more.
func goOn(g group.Group, d forum.Draft) string {
	switch {
	case d.Topic != nil:
		return boxPath(g, *d.Topic)
	case d.Space != nil:
		return path(g, "new") + "?space=" + d.Target
	}
	return ""
}

func (p *Pages) getDrafts(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	v := draftsView{Member: m}
	if v.Drafts, err = p.o.Forum.DraftsFor(r.Context(), m); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, draftsPage(v))
}

// postDraft keeps what is in the form so far, for a script while somebody types,
// and for the button.
func (p *Pages) postDraft(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, target := r.Context(), r.PathValue("target")
	v, err := p.read(r, m, form)
	if err != nil {
		return err
	}
	if err := p.o.Forum.KeepDraft(ctx, m, target, v.typed); err != nil {
		return p.toldAt(w, r, err, m, target)
	}
	if v.typed.Picture != "" {
		if err := p.holdFor(ctx, m.Viewer.Account, v.typed.Picture); err != nil {
			return err
		}
	}
	if byScript(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return p.done(w, r, path(m.Group, "drafts"), "Kept as a draft. Only you can read it.")
}

// toldAt says why a draft was not kept; a script only learns that it was not.
func (p *Pages) toldAt(w http.ResponseWriter, r *http.Request, err error, m group.Member, target string) error {
	if byScript(r) {
		return err
	}
	return p.told(w, r, err, path(m.Group, "drafts"))
}

// byScript tells that no page is to be shown.
func byScript(r *http.Request) bool { return !strings.Contains(r.Header.Get("Accept"), "text/html") }

func (p *Pages) postDraftDeletion(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	if err := p.o.Forum.DropDraft(r.Context(), m, r.PathValue("target")); err != nil {
		return err
	}
	return p.done(w, r, path(m.Group, "drafts"), "Deleted.")
}
