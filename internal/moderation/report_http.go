package moderation

import (
	"net/http"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/web"
)

// reportView is the page on which a member reports something.
type reportView struct {
	Member group.Member
	View   View
	Draft  Draft
	Form   *web.Form
}

func (v reportView) path() string {
	return ReportPath(v.Member.Group.Slug, v.Draft.Kind, v.Draft.Target)
}

// back is where the member came from.
func (v reportView) back() string {
	return hall.Path(v.Member.Group.Slug) + v.View.Subject.Path(v.Draft.Target)
}

// ReportPath is the page on which a member of the group with this slug reports a
// thing.
func ReportPath(slug, kind, target string) string { return hall.Path(slug, "report", kind, target) }

// getReportGroup begins a report about the group as a whole.
func (s *Service) getReportGroup(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	return s.showReport(w, r, http.StatusOK, reportView{Member: m, Draft: Draft{Kind: WholeGroup, Target: m.Group.ID}})
}

func (s *Service) getReport(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	return s.showReport(w, r, http.StatusOK, reportView{Member: m, Draft: Draft{Kind: r.PathValue("kind"), Target: r.PathValue("target")}})
}

func (s *Service) showReport(w http.ResponseWriter, r *http.Request, status int, v reportView) (err error) {
	if v.View, err = s.ViewFor(r.Context(), v.Member, v.Draft.Kind, v.Draft.Target); err != nil {
		return s.told(w, r, err, hall.Path(v.Member.Group.Slug))
	}
	if v.Draft.To == "" {
		v.Draft.To = Fitting
	}
	if v.Draft.Page != "" {
		v.View.Page = v.Draft.Page // what they saw first counts
	}
	return web.Render(w, r, status, reportPage(v))
}

func (s *Service) postReport(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := reportView{Member: m, Form: form, Draft: Draft{
		Kind: r.PathValue("kind"), Target: r.PathValue("target"), Category: Category(form.Line("category")), To: To(form.Line("to")),
		Said: form.Text("said"), Named: form.Ticked("named"), Page: form.Line("page"),
	}}
	filed, err := s.File(r.Context(), m, v.Draft)
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, hall.Path(m.Group.Slug))
		}
		return s.showReport(w, r, http.StatusUnprocessableEntity, v)
	}
	if m.Self.Role.Leads() && filed.To == ToLeaders {
		return s.done(w, r, hall.Path(m.Group.Slug, "lead", "reports", filed.ID), "It lies here now. You can act on it.")
	}
	return s.done(w, r, MinePath, filed.To.thanks())
}
